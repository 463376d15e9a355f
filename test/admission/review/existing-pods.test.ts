import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NO_EXEMPTIONS } from "../../../src/admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../../src/admission/labels.ts";
import { warnAboutPods } from "../../../src/admission/review/existing-pods.ts";
import type { Pod } from "../../../src/api/pod.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../../../src/policy/evaluator.ts";
import { LATEST } from "../../../src/policy/version.ts";

const ADMISSION = { evaluator: createEvaluator(CHECKS), exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY };
const BASELINE: LevelVersion = { level: "baseline", version: LATEST };
const HEADLINE = 'existing pods in namespace "n" violate the new PodSecurity enforce level "baseline:latest"';

function privilegedPod(name: string): Pod {
  return { metadata: { name }, spec: { containers: [{ name: "a", securityContext: { privileged: true } }] } };
}

/** Says that the time is over after the given number of pods. */
function overAfter(pods: number): () => boolean {
  let checked = 0;
  return () => ++checked >= pods;
}

describe("the warnings about existing pods", () => {
  const pods = ["a", "b", "c"].map(privilegedPod);

  it("say that the pods could not be listed", () => {
    assert.deepEqual(warnAboutPods("n", BASELINE, undefined, ADMISSION), [
      "failed to list pods while checking new PodSecurity enforce level",
    ]);
  });

  it("have no limit if every pod was checked", () => {
    const warnings = warnAboutPods("n", BASELINE, { pods, remaining: 0, isOver: overAfter(4) }, ADMISSION);
    assert.deepEqual(warnings, [HEADLINE, "a (and 2 other pods): privileged"]);
  });

  it("begin with the number of checked pods if the time is over", () => {
    const warnings = warnAboutPods("n", BASELINE, { pods, remaining: 2, isOver: overAfter(2) }, ADMISSION);
    assert.deepEqual(warnings, [
      "new PodSecurity enforce level only checked against the first 2 of 5 existing pods",
      HEADLINE,
      "a (and 1 other pod): privileged",
    ]);
  });

  it("check 3,000 pods and no more", () => {
    const many = Array.from({ length: 3_001 }, (_, index) => privilegedPod(`p-${String(index).padStart(4, "0")}`));
    const warnings = warnAboutPods("n", BASELINE, { pods: many, remaining: 0, isOver: () => false }, ADMISSION);
    assert.deepEqual(warnings, [
      "new PodSecurity enforce level only checked against the first 3000 of 3001 existing pods",
      HEADLINE,
      "p-0000 (and 2999 other pods): privileged",
    ]);
  });
});
