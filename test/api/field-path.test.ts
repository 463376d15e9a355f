import assert from "node:assert/strict";
import { test } from "node:test";
import { createFieldPathFormatter, formatFieldPath, type FieldPath } from "../../src/api/field-path.ts";

const PATHS: readonly (readonly [path: FieldPath, text: string])[] = [
  [[], ""],
  [["spec"], "spec"],
  [["spec", "containers", 0, "securityContext", "privileged"], "spec.containers[0].securityContext.privileged"],
  [["metadata", "annotations", "example.com/owner"], "metadata.annotations[example.com/owner]"],
  [["metadata", "labels", "my-label", "x"], "metadata.labels.my-label.x"],
  [["$patch"], "$patch"],
  [["a.b"], "[a.b]"],
  [["1a"], "[1a]"],
  [[""], "[]"],
  [[0], "[0]"],
  [[0, 1, "a"], "[0][1].a"],
  [["_a", "-b"], "_a[-b]"],
  [["é"], "[é]"],
];

for (const [path, text] of PATHS) {
  test(`${JSON.stringify(path)} is ${text}`, () => {
    assert.equal(formatFieldPath(path), text);
  });
}

test("a formatter with a cache returns the same text at every call", () => {
  const format = createFieldPathFormatter();
  for (let round = 0; round < 2; round++) {
    for (const [path, text] of PATHS) assert.equal(format(path), text);
  }
});
