import { test } from "node:test";
import assert from "node:assert/strict";
import { isUserError } from "../../../src/api/user-error.ts";
import { formatSteps, formatTemplatePath, parseTemplatePath } from "../../../src/workloads/custom/template-path.ts";

for (const [text, shape, steps] of [
  [".spec.template", undefined, ["spec", "template"]],
  ["T:.spec.groups[].template", "T", ["spec", "groups", "[]", "template"]],
  ["S:.spec.tfReplicaSpecs{}.spec", "S", ["spec", "tfReplicaSpecs", "{}", "spec"]],
  ["J:.spec.steps[][].job", "J", ["spec", "steps", "[]", "[]", "job"]],
  ['D:.spec["a.b"].x-y', "D", ["spec", "a.b", "x-y"]],
  [String.raw`.spec["a\"\\b"]`, undefined, ["spec", String.raw`a"\b`]],
] as const) {
  test(`${text} is read and written`, () => {
    const path = parseTemplatePath(text);
    assert.deepEqual(path, { ...(shape !== undefined && { shape }), steps });
    assert.equal(formatTemplatePath(path), text);
    assert.equal(formatSteps(path.steps), text.replace(/^.:/, ""));
  });
}

for (const text of [
  "",
  "T:",
  "spec.template",
  ".",
  ".spec.",
  ".spec..a",
  "[].spec",
  "{}",
  ".spec[0]",
  "X:.spec",
  ".spec[",
  '.spec["a',
  '.spec["[]"]',
  ".spec template",
]) {
  test(`${JSON.stringify(text)} is not a path`, () => {
    assert.throws(
      () => parseTemplatePath(text),
      (error: unknown) =>
        isUserError(error) && error.message.includes("is not understood") && error.hint.includes(".spec.template"),
    );
  });
}
