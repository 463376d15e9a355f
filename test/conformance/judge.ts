import assert from "node:assert/strict";
import type { Pod } from "../../src/api/pod.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, detailedMessage, type Evaluator } from "../../src/policy/evaluator.ts";
import { parseLevel } from "../../src/api/level.ts";
import { parseVersion } from "../../src/policy/version.ts";
import { decodeObject } from "../../src/objects/decode/decode.ts";
import { podOf } from "../../src/workloads/pod-template.ts";
import type { Verdict } from "./referee.ts";

const evaluator = createEvaluator(CHECKS);

/** The verdict of our own evaluator on a pod under each policy, `level:version`, in the referee's format. */
export function judge(pod: Pod, policies: readonly string[], by: Evaluator = evaluator): readonly Verdict[] {
  return policies.map((policy) => {
    const [levelText = "", versionText = ""] = policy.split(":");
    const level = parseLevel(levelText);
    const version = parseVersion(versionText);
    assert.ok(level !== undefined && version !== undefined, `no policy: ${policy}`);
    const violations = by.evaluate(pod, { level, version });
    return {
      allowed: violations.length === 0,
      reasons: violations.map(({ reason }) => reason),
      details: violations.map(({ detail }) => detail),
      message: detailedMessage(violations),
    };
  });
}

/** Decodes a pod of JSON, without defaults. The JSON must be valid. */
export function decodePod(metadata: unknown, spec: unknown): Pod {
  const template: unknown = JSON.parse(JSON.stringify({ metadata, spec }));
  assert.deepEqual(decodeObject(template, "PodTemplateSpec").faults, []);
  const held = podOf("PodTemplate", { template });
  assert.ok(held !== undefined);
  return held.pod;
}
