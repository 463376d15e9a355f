import assert from "node:assert/strict";
import { test } from "node:test";
import { admitController } from "../../src/admission/controllers.ts";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { admitPod } from "../../src/admission/pods/pods.ts";
import {
  auditLine,
  podForbidden,
  podsForbidden,
  statementOf,
  violates,
  warningLine,
  wouldViolate,
} from "../../src/admission/sentences.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { LATEST } from "../../src/policy/version.ts";

const EVALUATOR = createEvaluator(CHECKS);
const ADMISSION = { evaluator: EVALUATOR, exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY };
const POD = { spec: { hostPID: true, hostIPC: true, containers: [{ name: "a" }] } };
const BASELINE = { level: "baseline", version: LATEST } as const;
const STATEMENT = statementOf({
  ...BASELINE,
  modes: ["enforce"],
  requested: false,
  newIn: [],
  violations: EVALUATOR.evaluate(POD, BASELINE),
});
const SAID = 'PodSecurity "baseline:latest": host namespaces (hostPID=true, hostIPC=true)';

test("the sentences of a statement", () => {
  assert.deepEqual(
    [
      violates(STATEMENT),
      wouldViolate(STATEMENT),
      podForbidden("web", STATEMENT),
      podForbidden("", STATEMENT),
      podForbidden('a"\u202e', STATEMENT),
      podsForbidden(STATEMENT),
      warningLine(STATEMENT),
      auditLine(STATEMENT),
    ],
    [
      `violates ${SAID}`,
      `would violate ${SAID}`,
      `pods "web" is forbidden: violates ${SAID}`,
      `pods is forbidden: violates ${SAID}`,
      String.raw`pods "a\"\u202e" is forbidden: violates ${SAID}`,
      `its pods are forbidden: violates ${SAID}`,
      `Warning: would violate ${SAID}`,
      `audit-violations: would violate ${SAID}`,
    ],
  );
});

test("they are those of the API server's answers", () => {
  const labels = Object.fromEntries(
    ["enforce", "audit", "warn"].map((mode) => [`pod-security.kubernetes.io/${mode}`, "baseline"]),
  );
  const request = { name: "web", namespace: "ns" };
  const refused = admitPod(POD, request, labels, ADMISSION);
  assert.equal(refused.status?.message, podForbidden("web", STATEMENT));
  const { warnings, auditAnnotations } = admitController(POD, request, labels, ADMISSION);
  assert.deepEqual(
    warnings.map((warning) => `Warning: ${warning}`),
    [warningLine(STATEMENT)],
  );
  assert.equal(`audit-violations: ${auditAnnotations["audit-violations"]}`, auditLine(STATEMENT));
});
