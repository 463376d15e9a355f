import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";

/**
 * A reader of documents in JSON that match a schema.
 *
 * @param file the name of a schema in test/schemas
 * @returns parses a document; the test fails if it does not match
 */
export function readerOf<Document>(file: string): (json: string) => Document {
  const url = new URL(`../../schemas/${file}`, import.meta.url);
  // Schemas of draft 4 use only features of later drafts too, except for the name of their ID.
  const { id: _id, $schema: _draft, ...rules } = JSON.parse(readFileSync(url, "utf8")) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  const validate = ajv.compile(rules);
  return (json) => {
    const document: unknown = JSON.parse(json);
    assert.ok(validate(document), JSON.stringify(validate.errors?.slice(0, 3)));
    return document as Document;
  };
}
