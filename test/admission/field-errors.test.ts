import assert from "node:assert/strict";
import { test } from "node:test";
import { aggregate, duplicateValue, invalidValue } from "../../src/admission/field-errors.ts";

test("a value is quoted as Go quotes it", () => {
  assert.equal(invalidValue("a.b", 'x"\t', "no"), String.raw`a.b: Invalid value: "x\"\t": no`);
  assert.equal(duplicateValue("a[1]", "é\u200b"), String.raw`a[1]: Duplicate value: "é\u200b"`);
});

test("several errors stand in brackets, one does not", () => {
  assert.equal(aggregate(["a"]), "a");
  assert.equal(aggregate(["a", "b"]), "[a, b]");
});
