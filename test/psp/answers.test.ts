import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnswers } from "../conformance-psp/answers.ts";
import { compare, nothingSeen } from "../conformance-psp/compared.ts";

test("the recorded answers of the admission plugin of v1.24 are as predicted", () => {
  const { pods, policies } = readAnswers();
  const seen = nothingSeen();
  for (const { policy, answers } of policies) {
    assert.equal(answers.length, pods.length);
    compare(policy, pods, answers, seen);
  }
  assert.deepEqual([...seen.levels.keys()].toSorted(), ["baseline", "privileged", "restricted"]);
  assert.ok(seen.unchanged > 0 && seen.changed > 0);
});
