import { POLICY_ANNOTATION } from "../api/policies/policy-annotation.ts";
import type { Check } from "../policy/check.ts";
import { checksAt } from "../policy/standards.ts";
import { celText, matchConditions, type MatchCondition } from "./conditions.ts";
import { groupName, groupVersion, type RuledGroup, type VersionGroup } from "./groups.ts";
import type { ExportOptions, PolicyRules } from "./options.ts";
import type { PodSource, ResourceRule } from "./pod-source.ts";
import { annotationOf } from "./annotation.ts";
import { specHash } from "./spec-hash.ts";

/** A variable, which later expressions use. CEL evaluates it at most once for a request. */
export interface PolicyVariable {
  readonly name: string;
  readonly expression: string;
}

/** An entry of `spec.validations`. */
export interface Validation {
  readonly expression: string;
  readonly message: string;
  readonly messageExpression?: string;
  readonly reason: "Forbidden";
}

/** The label's selector in a policy or a binding. */
export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
    readonly values?: readonly string[];
  }[];
}

/** A ValidatingAdmissionPolicy, as far as `export` writes it. */
export interface AdmissionPolicy {
  readonly apiVersion: "admissionregistration.k8s.io/v1";
  readonly kind: "ValidatingAdmissionPolicy";
  readonly metadata: ExportedMeta;
  readonly spec: {
    readonly failurePolicy: "Fail";
    readonly matchConstraints: {
      readonly namespaceSelector?: LabelSelector;
      readonly resourceRules: readonly ResourceRule[];
    };
    readonly matchConditions?: readonly MatchCondition[];
    readonly variables: readonly PolicyVariable[];
    readonly validations: readonly Validation[];
  };
}

export interface ExportedMeta {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The labels of every exported object. `kubectl apply --prune` finds the old ones of the same prefix by them. */
export function exportLabels({ prefix }: ExportOptions): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/managed-by": "kubectl-pss", "app.kubernetes.io/instance": prefix };
}

/** The name of each namespace, in a label that the API server sets. */
export const NAMESPACE_NAME = "kubernetes.io/metadata.name";

/** The name of the policy of a group. */
export function policyName({ prefix }: ExportOptions, group: VersionGroup, { suffix }: PodSource): string {
  return [prefix, group.level, groupName(group), ...(suffix === "" ? [] : [suffix])].join("-");
}

/**
 * Makes the policy of a level and a group of versions. Its annotation has its options and a hash, so that `lint`, `audit` and `plan` know
 * whether it still decides as it was exported.
 *
 * @param checks all checks, in the order of evaluation
 */
export function admissionPolicy(
  checks: readonly Check[],
  group: VersionGroup,
  source: PodSource,
  options: ExportOptions,
): AdmissionPolicy {
  const spec = policySpec(checks, group, source, options);
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicy",
    metadata: {
      name: policyName(options, group, source),
      labels: exportLabels(options),
      annotations: { [POLICY_ANNOTATION]: annotationOf({ group, source, rules: options }, specHash(spec)) },
    },
    spec,
  };
}

/** Makes the spec of a policy. */
export function policySpec(
  checks: readonly Check[],
  group: RuledGroup,
  source: PodSource,
  rules: PolicyRules,
): AdmissionPolicy["spec"] {
  const { exemptions, without } = rules;
  const active = checksAt(checks, group.level, group.since).filter(({ check }) => !without.includes(check.id));
  const conditions = matchConditions(source, exemptions);
  return {
    failurePolicy: "Fail",
    matchConstraints: {
      ...(exemptions.namespaces.length > 0 && { namespaceSelector: notIn(exemptions.namespaces) }),
      resourceRules: source.rules,
    },
    ...(conditions.length > 0 && { matchConditions: conditions }),
    variables: [
      ...podVariables(source),
      ...active.map(({ check, revision }) => ({
        name: check.id,
        expression: exemptImages(revision.cel, check.id, rules),
      })),
    ],
    validations: validations(
      active.map(({ check }) => check),
      group,
      rules,
    ),
  };
}

function notIn(values: readonly string[]): LabelSelector {
  return { matchExpressions: [{ key: NAMESPACE_NAME, operator: "NotIn", values }] };
}

/** The variables that the rules of the checks use (src/policy/fields/cel.ts). */
function podVariables({ pod }: PodSource): PolicyVariable[] {
  return [
    { name: "spec", expression: `${pod}.spec` },
    { name: "annotations", expression: `${pod}.?metadata.?annotations.orValue({})` },
    {
      name: "containers",
      expression:
        "variables.spec.?initContainers.orValue([]) + variables.spec.containers + " +
        "variables.spec.?ephemeralContainers.orValue([])",
    },
    { name: "isWindows", expression: "variables.spec.?os.?name.orValue('') == 'windows'" },
    { name: "hasUserNamespace", expression: "!variables.spec.?hostUsers.orValue(true)" },
  ];
}

/** Leaves the containers with an exempt image out of a rule. */
function exemptImages(cel: string, check: string, { exemptions }: PolicyRules): string {
  const prefixes = exemptions.images.filter((image) => image.check === check).map(({ prefix }) => prefix);
  if (prefixes.length === 0) return cel;
  const isExempt = prefixes.map((prefix) => `c.?image.orValue('').startsWith(${celText(prefix)})`).join(" || ");
  return cel.replaceAll("variables.containers", `variables.containers.filter(c, !(${isExempt}))`);
}

/**
 * One validation for all checks, because the API server reports only the first validation that fails; or one for each check.
 *
 * The reasons are the words of Pod Security Admission, in its order.
 */
function validations(checks: readonly Check[], group: RuledGroup, { messagePerCheck }: PolicyRules): Validation[] {
  const policy = messageHead(group);
  if (messagePerCheck) {
    return checks.map((check) => ({
      expression: `variables.${check.id}`,
      message: `${policy}: ${firstReason(check)}`,
      ...(check.policyReason !== undefined && { messageExpression: `'${policy}: ' + ${check.policyReason.cel}` }),
      reason: "Forbidden" as const,
    }));
  }
  if (checks.length === 0) return [{ expression: "true", message: policy, reason: "Forbidden" }];
  const reasons = checks.map(
    (check) => `variables.${check.id} ? '' : ${check.policyReason?.cel ?? `'${firstReason(check)}'`}`,
  );
  return [
    {
      expression: checks.map(({ id }) => `variables.${id}`).join(" && "),
      message: policy,
      messageExpression: `'${policy}: ' + [${reasons.join(", ")}].filter(r, r != '').join(', ')`,
      reason: "Forbidden",
    },
  ];
}

/** The beginning of every message of a policy. */
export function messageHead(group: RuledGroup): string {
  return `violates PodSecurity "${group.level}:${groupVersion(group)}"`;
}

/** The first reason of a check: the singular, if there is a plural. */
export function firstReason({ reasons: [reason = ""] }: Check): string {
  return reason;
}
