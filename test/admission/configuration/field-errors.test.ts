import assert from "node:assert/strict";
import { test } from "node:test";
import {
  aggregate,
  duplicateHiddenValue,
  invalidHiddenValue,
  invalidValue,
} from "../../../src/admission/configuration/field-errors.ts";

test("the value of a label is quoted as Go quotes it", () => {
  assert.equal(invalidValue("a.b", 'x"\t', "no"), String.raw`a.b: Invalid value: "x\"\t": no`);
});

test("the value of a configuration is not quoted, unless it is empty", () => {
  assert.equal(invalidHiddenValue("a.b", "hunter2", "no"), "a.b: Invalid value: a string: no");
  assert.equal(invalidHiddenValue("a.b", "", "no"), 'a.b: Invalid value: "": no');
  assert.equal(duplicateHiddenValue("a[1]", "hunter2"), "a[1]: Duplicate value: a string");
});

test("several errors are in brackets, a single one is not", () => {
  assert.equal(aggregate(["a"]), "a");
  assert.equal(aggregate(["a", "b"]), "[a, b]");
});
