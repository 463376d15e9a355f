import assert from "node:assert/strict";
import type { ConfigurationDocument } from "../../src/admission/configuration/configuration-document.ts";
import { ConfigurationError } from "../../src/admission/configuration/configuration-error.ts";
import type { FieldPath } from "../../src/api/field-path.ts";

/**
 * Our text for kube-apiserver's `message`: exactly the same, without the quoted values from the file. The user may have named another file by
 * mistake, with passwords in it.
 */
export function withoutQuotedValues(message: string): string {
  return message
    .replace(/(Object '\w+' is missing) in '[^]*'$/, "$1")
    .replace(/(unexpected GroupVersion string): .*$/, "$1")
    .replace(/((?:Invalid|Duplicate) value): "(?:[^"\\]|\\.)+"/g, "$1: a string");
}

/** A document without duplicate keys, whose text no message quotes. */
export function yamlDocument(value: unknown, parts: Partial<ConfigurationDocument> = {}): ConfigurationDocument {
  return { text: "TEXT", format: "yaml", value, duplicates: [], ...parts };
}

/**
 * Asserts that `decode` throws a ConfigurationError with some hint.
 *
 * @param message kube-apiserver's message
 */
export function assertRefused(decode: () => unknown, message: string, path: FieldPath): void {
  assert.throws(decode, (error) => {
    assert.ok(error instanceof ConfigurationError);
    assert.equal(error.message, withoutQuotedValues(message));
    assert.deepEqual(error.path, path);
    assert.match(error.hint, /^[A-Z].*\.$/);
    return true;
  });
}
