import assert from "node:assert/strict";
import { test } from "node:test";
import { stateOf } from "../../src/rollout/namespace-state.ts";
import type { NamespaceState } from "../../src/report/comparison/namespace-states.ts";
import type { NamespaceOverview, PolicyLabels } from "../../src/report/plan/rollout-plan.ts";

const PREFIX = "pod-security.kubernetes.io/";
type Overview = Pick<NamespaceOverview, "labels" | "enforce" | "kept">;

function overview(
  labels: PolicyLabels | null,
  now: "privileged" | "baseline" | "restricted",
  planned: "privileged" | "baseline" | "restricted" = now,
): Overview {
  return { labels, enforce: { now, planned }, kept: null };
}

const ENFORCED = (level: string): PolicyLabels => ({ [`${PREFIX}enforce`]: level });
const WATCHED = { [`${PREFIX}enforce`]: "privileged", [`${PREFIX}audit`]: "baseline" };

/** The column of a namespace depends on its labels of now, and not on those that steps 1 and 2 set. */
const CASES: readonly (readonly [why: string, Overview, isBlocked: boolean, NamespaceState])[] = [
  ["no label", overview({}, "privileged", "baseline"), false, "unlabelled"],
  ["only labels of audit and warn", overview({ [`${PREFIX}audit`]: "baseline" }, "privileged"), true, "unlabelled"],
  ["labelled, and enforce can be raised", overview(ENFORCED("privileged"), "privileged", "baseline"), false, "ready"],
  ["raised, and blocked for the level after it", overview(WATCHED, "privileged", "baseline"), true, "ready"],
  ["blocked, and audit reports it", overview(WATCHED, "privileged"), true, "observed"],
  ["blocked, and nothing reports it", overview(ENFORCED("privileged"), "privileged"), true, "unlabelled"],
  ["the target", overview(ENFORCED("restricted"), "restricted"), true, "enforced"],
  ["the strictest level that it can have", overview(ENFORCED("baseline"), "baseline"), false, "enforced"],
  ["kept", { ...overview(WATCHED, "privileged"), kept: "empty" }, false, "kept"],
  ["labels that could not be read", overview(null, "privileged"), false, "kept"],
];

for (const [why, namespace, isBlocked, state] of CASES) {
  test(`a namespace is ${state}: ${why}`, () => assert.equal(stateOf(namespace, "restricted", isBlocked), state));
}
