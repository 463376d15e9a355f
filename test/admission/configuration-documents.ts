import assert from "node:assert/strict";
import type { ConfigurationDocument } from "../../src/admission/configuration-document.ts";
import { ConfigurationError } from "../../src/admission/configuration-error.ts";
import type { FieldPath } from "../../src/api/field-path.ts";

/** A document without duplicate keys, whose text nobody quotes. */
export function yamlDocument(value: unknown, parts: Partial<ConfigurationDocument> = {}): ConfigurationDocument {
  return { text: "TEXT", format: "yaml", value, duplicates: [], ...parts };
}

/** Asserts that `decode` throws a ConfigurationError with this message, path and some hint. */
export function assertRefused(decode: () => unknown, message: string, path: FieldPath): void {
  assert.throws(decode, (error) => {
    assert.ok(error instanceof ConfigurationError);
    assert.equal(error.message, message);
    assert.deepEqual(error.path, path);
    assert.match(error.hint, /^[A-Z].*\.$/);
    return true;
  });
}
