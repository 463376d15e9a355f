import assert from "node:assert/strict";
import { test } from "node:test";
import type { ResolvedPolicy } from "../../src/admission/labels.ts";
import { NEWEST_MINOR } from "../../src/policy/version.ts";
import { policyOf } from "../../src/audit/lint-policy.ts";
import { LATEST } from "../../src/policy/version.ts";
import type { NamespaceObject } from "../../src/workloads/object.ts";

function namespace(labels: Readonly<Record<string, string>>): NamespaceObject {
  const source = { file: "a.yaml", document: 0, line: 1 };
  return { type: "namespace", name: "ns", labels, source, locate: () => ({ line: 1, column: 1 }) };
}

const CONFIGURED: ResolvedPolicy = {
  enforce: { level: "restricted", version: LATEST, from: "configuration" },
  audit: { level: "baseline", version: LATEST, from: "configuration" },
  warn: { level: "baseline", version: LATEST, from: "configuration" },
};

/** The level of each mode with its origin, whether there are labels, and whether the policy is assumed. */
const POLICIES: readonly (readonly [
  name: string,
  labels: Readonly<Record<string, string>> | undefined,
  defaults: ResolvedPolicy | undefined,
  policy: string,
])[] = [
  ["no Namespace", undefined, undefined, "baseline builtin, restricted builtin, restricted builtin, assumed"],
  ["a Namespace without labels", {}, undefined, "baseline builtin, restricted builtin, restricted builtin, assumed"],
  [
    "a Namespace with other labels",
    { app: "x" },
    undefined,
    "baseline builtin, restricted builtin, restricted builtin, assumed",
  ],
  [
    "an enforce label",
    { "pod-security.kubernetes.io/enforce": "baseline" },
    undefined,
    "baseline label, privileged builtin, baseline implied, labelled",
  ],
  [
    "a label with privileged",
    { "pod-security.kubernetes.io/enforce": "privileged" },
    undefined,
    "privileged label, privileged builtin, privileged builtin, labelled",
  ],
  [
    "only a version label",
    { "pod-security.kubernetes.io/warn-version": "v1.24" },
    undefined,
    "privileged builtin, privileged builtin, privileged builtin, labelled",
  ],
  [
    "no Namespace and a configuration",
    undefined,
    CONFIGURED,
    "restricted configuration, baseline configuration, baseline configuration",
  ],
  [
    "a Namespace without labels and a configuration",
    {},
    CONFIGURED,
    "restricted configuration, baseline configuration, baseline configuration",
  ],
  [
    "a label and a configuration",
    { "pod-security.kubernetes.io/warn": "privileged" },
    CONFIGURED,
    "restricted configuration, baseline configuration, privileged label, labelled",
  ],
];

for (const [name, labels, defaults, expected] of POLICIES) {
  test(name, () => {
    const { policy, isLabelled, isAssumed, errors } = policyOf(
      labels === undefined ? undefined : namespace(labels),
      defaults,
      NEWEST_MINOR,
    );
    const parts = [policy.enforce, policy.audit, policy.warn].map(({ level, from }) => `${level} ${from}`);
    assert.equal(
      [...parts, ...(isLabelled ? ["labelled"] : []), ...(isAssumed ? ["assumed"] : [])].join(", "),
      expected,
    );
    assert.deepEqual(errors, []);
  });
}

test("an invalid label", () => {
  const { policy, errors, isAssumed } = policyOf(
    namespace({ "pod-security.kubernetes.io/enforce": "x" }),
    undefined,
    NEWEST_MINOR,
  );
  assert.equal(policy.enforce.level, "restricted");
  assert.equal(isAssumed, false);
  assert.deepEqual(errors, [
    {
      label: "pod-security.kubernetes.io/enforce",
      message:
        'metadata.labels[pod-security.kubernetes.io/enforce]: Invalid value: "x": must be one of privileged, baseline, restricted',
    },
  ]);
});
