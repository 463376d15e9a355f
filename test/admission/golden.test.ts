import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { admitController } from "../../src/admission/controllers.ts";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { MODES } from "../../src/api/mode.ts";
import { resolvePolicy, type ResolvedPolicy } from "../../src/admission/labels.ts";
import { reviewNamespaceCreate, reviewNamespaceUpdate } from "../../src/admission/namespaces.ts";
import { PodRecheck } from "../../src/admission/pods/pod-recheck.ts";
import { admitPod } from "../../src/admission/pods/pods.ts";
import type { ConfiguredAdmission } from "../../src/admission/response.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, formatLevelVersion } from "../../src/policy/evaluator.ts";
import { parseLevel } from "../../src/api/level.ts";
import { parseVersion } from "../../src/policy/version.ts";
import { decodePod } from "../conformance/judge.ts";
import type { AdmitAnswer, AdmitNamespaceRequest, Defaults, Labels } from "../conformance/referee.ts";
import { readVectors } from "../golden/vectors.ts";

/** The number of lines of each file. A file without lines would pass every comparison. */
const LINES = 1500;

function policyOf(defaults: Defaults): ResolvedPolicy {
  const part = (mode: keyof ResolvedPolicy): ResolvedPolicy["enforce"] => {
    const level = parseLevel(defaults[mode]);
    const version = parseVersion(defaults[`${mode}-version`]);
    assert.ok(level !== undefined && version !== undefined);
    return { level, version, from: "configuration" };
  };
  return { enforce: part("enforce"), audit: part("audit"), warn: part("warn") };
}

/** A null value becomes an empty one when it is decoded. */
function decodeLabels(labels: Labels): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, value ?? ""]));
}

/** The complete answer, with the warnings of a recheck of all pods. */
function admitNamespace(request: AdmitNamespaceRequest, admission: ConfiguredAdmission): AdmitAnswer {
  const { operation, name, pods } = request;
  const labels = decodeLabels(request.labels);
  const review =
    operation === "CREATE"
      ? reviewNamespaceCreate(name, labels, admission)
      : reviewNamespaceUpdate(name, decodeLabels(request.oldLabels), labels, admission);
  switch (review.type) {
    case "denied":
      return { allowed: false, ...review.status, warnings: [], auditAnnotations: {} };
    case "allowed":
      return { allowed: true, warnings: review.warnings, auditAnnotations: {} };
    case "recheck": {
      const recheck = new PodRecheck(name, review.enforce, admission.exemptions);
      for (const { metadata, spec } of pods) {
        recheck.add(metadata.name, admission.evaluator.forPod(decodePod(metadata, spec)));
      }
      return { allowed: true, warnings: recheck.warnings(), auditAnnotations: {} };
    }
  }
}

describe("the recorded answers of the Go library", () => {
  it("labels: the policies and errors are the same", () => {
    const vectors = readVectors("labels");
    assert.equal(vectors.length, LINES);
    for (const [index, { labels, defaults, enforce, audit, warn, errors }] of vectors.entries()) {
      const resolved = resolvePolicy(decodeLabels(labels), policyOf(defaults));
      const [ourEnforce, ourAudit, ourWarn] = MODES.map((mode) => formatLevelVersion(resolved.policy[mode]));
      assert.deepEqual(
        { enforce: ourEnforce, audit: ourAudit, warn: ourWarn, errors: resolved.errors.map(({ message }) => message) },
        { enforce, audit, warn, errors },
        `line ${index + 1} of labels`,
      );
    }
  });

  it("admission of Pods and Deployments: the answers have exactly the same text", () => {
    const evaluator = createEvaluator(CHECKS);
    const vectors = readVectors("admission-objects");
    assert.equal(vectors.length, LINES);
    for (const [index, vector] of vectors.entries()) {
      const { kind, namespace, user, namespaceExists, podMetadata, podSpec } = vector;
      const pod = decodePod(podMetadata, podSpec);
      const labels = namespaceExists ? decodeLabels(vector.namespaceLabels) : undefined;
      const request = { name: pod.metadata?.name ?? "", namespace, user };
      const admission = {
        evaluator,
        exemptions: { ...NO_EXEMPTIONS, ...vector.exemptions },
        defaults: policyOf(vector.defaults),
      };
      const admit = kind === "Pod" ? admitPod : admitController;
      const { allowed, status, warnings, auditAnnotations } = admit(pod, request, labels, admission);
      assert.deepEqual(
        { allowed, ...status, warnings, auditAnnotations },
        vector.response,
        `line ${index + 1} of admission-objects`,
      );
    }
  });

  it("admission of Namespaces: the answers have exactly the same text", () => {
    const evaluator = createEvaluator(CHECKS);
    const vectors = readVectors("admission-namespaces");
    assert.equal(vectors.length, LINES);
    for (const [index, vector] of vectors.entries()) {
      const exemptions = { ...NO_EXEMPTIONS, ...vector.exemptions };
      const answer = admitNamespace(vector, { evaluator, exemptions, defaults: policyOf(vector.defaults) });
      assert.deepEqual(answer, vector.response, `line ${index + 1} of admission-namespaces`);
    }
  });
});
