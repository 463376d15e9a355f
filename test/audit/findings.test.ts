import assert from "node:assert/strict";
import { test } from "node:test";
import { BUILTIN_POLICY, resolvePolicy, type ResolvedPolicy } from "../../src/admission/labels.ts";
import { findingsOf, type NamespaceFacts } from "../../src/audit/findings.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { LATEST, NEWEST_MINOR } from "../../src/policy/version.ts";

const evaluator = createEvaluator(CHECKS);
const CONFIGURED: ResolvedPolicy = {
  ...BUILTIN_POLICY,
  enforce: { level: "baseline", version: LATEST, from: "configuration" },
};

function factsOf(
  labels: Readonly<Record<string, string>>,
  facts: Partial<NamespaceFacts> = {},
  defaults = BUILTIN_POLICY,
): NamespaceFacts {
  const named = Object.entries(labels).map(([key, value]) => [`pod-security.kubernetes.io/${key}`, value] as const);
  return {
    resolution: resolvePolicy(Object.fromEntries(named), defaults),
    isExempt: false,
    areLabelsKnown: true,
    exemptViolations: 0,
    blockBaseline: [],
    latestViolations: { enforce: 0, audit: 0, warn: 0 },
    evaluator,
    ...facts,
  };
}

const RESTRICTED = { enforce: "restricted", audit: "restricted", warn: "restricted" };

const FINDINGS: readonly (readonly [name: string, facts: NamespaceFacts, findings: readonly string[]])[] = [
  ["nothing to say", factsOf(RESTRICTED), []],
  ["unknown labels", factsOf({}, { areLabelsKnown: false }), []],
  ["no labels", factsOf({}), ["warning no-labels: no pod-security labels: nothing is enforced here"]],
  [
    "no labels, and defaults",
    factsOf({}, {}, CONFIGURED),
    ["warning no-labels: no pod-security labels: only the cluster's defaults are in force (baseline:latest)"],
  ],
  [
    "invalid labels",
    factsOf({ ...RESTRICTED, audit: "strict" }),
    [
      "warning invalid-labels: invalid labels, which the API server treats as enforce=restricted:latest audit=privileged:latest warn=restricted:latest: " +
        'metadata.labels[pod-security.kubernetes.io/audit]: Invalid value: "strict": must be one of privileged, baseline, restricted',
    ],
  ],
  [
    "audit and warn no stricter",
    factsOf({ enforce: "baseline" }),
    [
      "warning audit-not-stricter: audit and warn are not stricter than enforce (baseline): nothing reports what violates restricted",
    ],
  ],
  [
    "only audit is not stricter",
    factsOf({ enforce: "privileged", warn: "baseline" }),
    [
      "warning audit-not-stricter: audit is not stricter than enforce (privileged): the audit log does not show what violates baseline",
    ],
  ],
  [
    "only warn is not stricter",
    factsOf({ enforce: "baseline", audit: "restricted" }),
    [
      "warning audit-not-stricter: warn is not stricter than enforce (baseline): users are not warned about what violates restricted",
    ],
  ],
  [
    "a pin that keeps checks away",
    factsOf({ ...RESTRICTED, "warn-version": "v1.24" }),
    ["info pinned-version: warn=restricted:v1.24: the newer checks of that level do not run"],
  ],
  [
    "a pin that lets workloads pass",
    factsOf({ ...RESTRICTED, "enforce-version": "v1.24" }, { latestViolations: { enforce: 1, audit: 0, warn: 0 } }),
    [
      "warning pinned-version: enforce=restricted:v1.24: the newer checks of that level do not run; 1 workload does not meet the latest version",
    ],
  ],
  ["a pin to the latest version", factsOf({ ...RESTRICTED, "enforce-version": `v1.${NEWEST_MINOR}` }), []],
  ["a pin of privileged", factsOf({ ...RESTRICTED, audit: "privileged", "audit-version": "v1.0" }), []],
  [
    "exempt, with labels, and violations hidden",
    factsOf(RESTRICTED, { isExempt: true, exemptViolations: 1 }),
    [
      "warning exempt-labels: exempt by the admission configuration: its pod-security labels have no effect",
      "warning exempt-violations: the exemption of this namespace hides 1 workload that does not meet baseline",
    ],
  ],
  ["exempt, with nothing", factsOf({}, { isExempt: true }), []],
  [
    "exempt workloads",
    factsOf(RESTRICTED, { exemptViolations: 2 }),
    ["warning exempt-violations: exemptions by runtime class or user hide 2 workloads that do not meet baseline"],
  ],
  [
    "privileged, and why",
    factsOf(RESTRICTED, {
      blockBaseline: [
        { check: "hostNamespaces", workloads: 3 },
        { check: "hostPorts", workloads: 1 },
      ],
    }),
    ["info privileged: does not meet baseline: hostNamespaces 3, hostPorts 1"],
  ],
];

for (const [name, facts, findings] of FINDINGS) {
  test(`findings: ${name}`, () => {
    assert.deepEqual(
      findingsOf(facts).map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
      findings,
    );
  });
}
