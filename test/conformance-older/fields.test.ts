import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { STRUCTS } from "../../src/objects/decode/schema.ts";
import { fieldsOfSchema, newerFields } from "./newer-fields.ts";

const text = await newerFields(fieldsOfSchema(STRUCTS));
if (text !== undefined) {
  test("the fields that older API servers do not have are those that their types lack", () => {
    assert.equal(readFileSync("src/policy/newer-fields.ts", "utf8"), text);
  });
}
