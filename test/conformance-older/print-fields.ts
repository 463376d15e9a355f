/** Prints src/policy/newer-fields.ts from the API types of each release. */
import { STRUCTS } from "../../src/objects/decode/schema.ts";
import { fieldsOfSchema, newerFields } from "./newer-fields.ts";

const text = await newerFields(fieldsOfSchema(STRUCTS));
if (text === undefined) process.exitCode = 1;
else process.stdout.write(text);
