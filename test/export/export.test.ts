import assert from "node:assert/strict";
import { test } from "node:test";
import { BUILTIN_POLICY } from "../../src/admission/labels.ts";
import { exportPolicies } from "../../src/export/export.ts";
import type { PolicyExemptions } from "../../src/export/options.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { checksAt } from "../../src/policy/standards.ts";
import { LATEST, minorVersion } from "../../src/policy/version.ts";
import { BOTH, NO_EXEMPTIONS, OPTIONS } from "./options.ts";

/** The most match conditions of a policy (pkg/apis/admissionregistration/validation/validation.go of Kubernetes v1.37.2). */
const MAX_MATCH_CONDITIONS = 64;

const NOT_SYSTEM = {
  key: "kubernetes.io/metadata.name",
  operator: "NotIn",
  values: ["kube-node-lease", "kube-public", "kube-system"],
};

test("each policy has the checks of its level and version, at their revisions", () => {
  const { policies, groups } = exportPolicies(CHECKS, { ...OPTIONS, levels: BOTH, allVersions: true });
  assert.equal(policies.length, groups.length);
  for (const [index, { level, since }] of groups.entries()) {
    const rules = checksAt(CHECKS, level, since).map(({ check, revision }) => [check.id, revision.cel]);
    const variables = policies[index]?.spec.variables.map(({ name, expression }) => [name, expression]);
    assert.deepEqual(variables?.slice(-rules.length), rules);
  }
});

test("the names of policies and bindings are unique, and each binding has its policy", () => {
  for (const binding of [{ type: "labels" }, { type: "default" }] as const) {
    const options = { ...OPTIONS, levels: BOTH, allVersions: true, controllers: true, binding };
    const { policies, bindings } = exportPolicies(CHECKS, options);
    const names = policies.map(({ metadata }) => metadata.name);
    assert.equal(new Set(names).size, names.length);
    assert.equal(new Set(bindings.map(({ metadata }) => metadata.name)).size, bindings.length);
    for (const { spec } of bindings) assert.ok(names.includes(spec.policyName), spec.policyName);
    for (const name of names) assert.match(name, /^[a-z0-9][-a-z0-9]{0,62}$/);
  }
});

test("no message has a line break, and no list of conditions is too long", () => {
  const exemptions: PolicyExemptions = {
    ...NO_EXEMPTIONS,
    users: Array.from({ length: 200 }, (_, index) => `user-${index}`),
    labels: [{ key: "a", value: "b" }],
  };
  const { policies } = exportPolicies(CHECKS, { ...OPTIONS, exemptions, messagePerCheck: true, controllers: true });
  for (const { spec } of policies) {
    for (const { message } of spec.validations) assert.doesNotMatch(message, /\n/);
    assert.ok((spec.matchConditions ?? []).length <= MAX_MATCH_CONDITIONS);
    const names = spec.matchConditions?.map(({ name }) => name) ?? [];
    assert.equal(new Set(names).size, names.length);
  }
});

test("only pods are denied", () => {
  const { bindings } = exportPolicies(CHECKS, { ...OPTIONS, actions: ["Deny", "Audit"], controllers: true });
  for (const { spec } of bindings) {
    const expected = spec.policyName === "pss-restricted-latest" ? ["Deny", "Audit"] : ["Warn", "Audit"];
    assert.deepEqual(spec.validationActions, expected);
  }
});

test("the labels of each mode select the policies of its versions", () => {
  const levels = [{ level: "baseline", version: minorVersion(36) }, ...BOTH.slice(0, 1)] as const;
  const { bindings } = exportPolicies(CHECKS, { ...OPTIONS, levels, binding: { type: "labels" }, actions: ["Deny"] });
  const selectors = new Map(
    bindings.map(({ metadata, spec }) => [metadata.name, spec.matchResources.namespaceSelector]),
  );
  assert.deepEqual(selectors.get("pss-baseline-v1-35-enforce"), {
    matchLabels: { "pod-security.kubernetes.io/enforce": "baseline" },
    matchExpressions: [
      { key: "pod-security.kubernetes.io/enforce-version", operator: "In", values: ["v1.35", "v1.36"] },
    ],
  });
  const [newest] = selectors.get("pss-baseline-latest-audit")?.matchExpressions ?? [];
  assert.equal(newest?.operator, "NotIn");
  assert.equal(newest.values?.length, 37);
  assert.equal(newest.values.at(-1), "v1.36");
});

test("the defaults of a configuration select the namespaces without a label of the mode", () => {
  const defaults = {
    ...BUILTIN_POLICY,
    enforce: { level: "baseline", version: LATEST, from: "configuration" },
    warn: { level: "restricted", version: minorVersion(30), from: "configuration" },
  } as const;
  const { policies, bindings } = exportPolicies(CHECKS, { ...OPTIONS, levels: [], defaults, actions: ["Deny"] });
  assert.deepEqual(
    policies.map(({ metadata }) => metadata.name),
    ["pss-baseline-latest", "pss-restricted-v1-29"],
  );
  assert.deepEqual(
    bindings.map(({ metadata, spec }) => [
      metadata.name,
      spec.validationActions,
      spec.matchResources.namespaceSelector,
    ]),
    [
      [
        "pss-baseline-latest-default-enforce",
        ["Deny"],
        { matchExpressions: [{ key: "pod-security.kubernetes.io/enforce", operator: "DoesNotExist" }, NOT_SYSTEM] },
      ],
      [
        "pss-restricted-v1-29-default-warn",
        ["Warn"],
        { matchExpressions: [{ key: "pod-security.kubernetes.io/warn", operator: "DoesNotExist" }, NOT_SYSTEM] },
      ],
    ],
  );
});

test("the texts of a user cannot leave their place in an expression", () => {
  const hostile = `a'] || true || "\\" in ['`;
  const exemptions = { ...NO_EXEMPTIONS, users: [hostile] };
  const [policy] = exportPolicies(CHECKS, { ...OPTIONS, exemptions }).policies;
  const condition = policy?.spec.matchConditions?.find(({ name }) => name === "exempt-user");
  const [, list = ""] = /^!\(request\.userInfo\.username in (\[.*\])\)$/.exec(condition?.expression ?? "") ?? [];
  assert.deepEqual(JSON.parse(list), [hostile]);
});

test("an exempt image is exempt from one check", () => {
  const images = [{ prefix: "registry.example.com/cni/", check: "privileged" }];
  const [policy] = exportPolicies(CHECKS, { ...OPTIONS, exemptions: { ...NO_EXEMPTIONS, images } }).policies;
  const changed = policy?.spec.variables.filter(({ expression }) => expression.includes("registry.example.com"));
  assert.deepEqual(
    changed?.map(({ name }) => name),
    ["privileged"],
  );
});
