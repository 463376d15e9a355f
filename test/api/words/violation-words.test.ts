import assert from "node:assert/strict";
import { test } from "node:test";
import { reasonText, violationPhrase } from "../../../src/api/words/checks/violation-words.ts";

test("a reason has its detail, if any, in brackets", () => {
  assert.equal(reasonText({ reason: "hostPort", detail: "hostPort 80" }), "hostPort (hostPort 80)");
  assert.equal(reasonText({ reason: "hostPort", detail: "" }), "hostPort");
});

test("a phrase names one level, or several", () => {
  assert.equal(violationPhrase(["baseline:latest"], true), 'violates PodSecurity "baseline:latest"');
  assert.equal(
    violationPhrase(["baseline:latest", "restricted:v1.30"], false),
    'would violate PodSecurity "baseline:latest" and "restricted:v1.30"',
  );
});
