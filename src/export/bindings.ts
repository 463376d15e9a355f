import { MODES, type Mode } from "../api/mode.ts";
import type { PolicyAction } from "../api/policies/policy-action.ts";
import { levelLabel, versionLabel } from "../api/policies/policy-labels.ts";
import type { Check } from "../policy/check.ts";
import { groupName, groupOf, type VersionGroup } from "./groups.ts";
import type { ExportOptions } from "./options.ts";
import type { PodSource } from "./pod-source.ts";
import { exportLabels, NAMESPACE_NAME, policyName, type ExportedMeta, type LabelSelector } from "./policy.ts";

/** A ValidatingAdmissionPolicyBinding, as far as `export` writes it. */
export interface PolicyBinding {
  readonly apiVersion: "admissionregistration.k8s.io/v1";
  readonly kind: "ValidatingAdmissionPolicyBinding";
  readonly metadata: ExportedMeta;
  readonly spec: {
    readonly policyName: string;
    readonly validationActions: readonly PolicyAction[];
    readonly matchResources: { readonly namespaceSelector: LabelSelector };
  };
}

type Requirement = NonNullable<LabelSelector["matchExpressions"]>[number];

/** The namespaces of Kubernetes itself. A default for all namespaces does not select them: their pods need more than baseline allows. */
const SYSTEM_NAMESPACES: readonly string[] = ["kube-node-lease", "kube-public", "kube-system"];

/** The bindings of the policy of a group. */
export function policyBindings(group: VersionGroup, source: PodSource, options: ExportOptions): PolicyBinding[] {
  const bind = (name: string, validationActions: readonly PolicyAction[], selector: LabelSelector): PolicyBinding[] => [
    binding(options, policyName(options, group, source), name, validationActions, selector),
  ];
  const { binding: by, actions } = options;
  const own = source.isPod ? actions : actions.map((action) => (action === "Deny" ? "Warn" : action));
  switch (by.type) {
    case "none":
      return [];
    case "label":
      return bind("label", unique(own), { matchLabels: { [by.key]: by.value } });
    case "default":
      return options.defaults === undefined
        ? bind("default", unique(own), { matchExpressions: [absent("enforce"), notSystem()] })
        : [];
    case "labels":
      return [
        ...(source.isPod ? bind("enforce", actions, byLabel("enforce", group)) : []),
        ...bind("warn", ["Warn"], byLabel("warn", group)),
        // Without a label for warn, the level of enforce is that of warn. A pod is denied then, and needs no warning.
        ...(source.isPod ? [] : bind("implied-warn", ["Warn"], byLabel("enforce", group, [absent("warn")]))),
        ...bind("audit", ["Audit"], byLabel("audit", group)),
      ];
  }
}

/** The bindings for the modes whose default is the policy of a group. They select the namespaces without a label of the mode. */
export function defaultBindings(
  checks: readonly Check[],
  group: VersionGroup,
  source: PodSource,
  options: ExportOptions,
): PolicyBinding[] {
  const { defaults, maxMinor } = options;
  if (defaults === undefined) return [];
  return MODES.flatMap((mode) => {
    const { level, version } = defaults[mode];
    // Nothing is denied but pods.
    if (level !== group.level || (mode === "enforce" && !source.isPod)) return [];
    if (groupName(groupOf(checks, group.level, version, maxMinor)) !== groupName(group)) return [];
    const namespaces = { matchExpressions: [absent(mode), notSystem()] };
    return binding(
      options,
      policyName(options, group, source),
      `default-${mode}`,
      actionsOf(mode, options),
      namespaces,
    );
  });
}

function actionsOf(mode: Mode, { actions }: ExportOptions): readonly PolicyAction[] {
  return mode === "enforce" ? actions : mode === "warn" ? ["Warn"] : ["Audit"];
}

function binding(
  options: ExportOptions,
  policy: string,
  name: string,
  validationActions: readonly PolicyAction[],
  namespaceSelector: LabelSelector,
): PolicyBinding {
  return {
    apiVersion: "admissionregistration.k8s.io/v1",
    kind: "ValidatingAdmissionPolicyBinding",
    metadata: { name: `${policy}-${name}`, labels: exportLabels(options) },
    spec: { policyName: policy, validationActions, matchResources: { namespaceSelector } },
  };
}

/** The namespaces whose label of a mode has the level, and a version of the group. */
function byLabel(mode: Mode, group: VersionGroup, more: readonly Requirement[] = []): LabelSelector {
  const key = versionLabel(mode);
  const versions = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => `v1.${from + index}`);
  // NotIn selects namespaces without the label, too. Unknown versions are newer ones.
  const version: Requirement[] =
    groupName(group) !== "latest"
      ? [{ key, operator: "In", values: versions(group.since, group.until) }]
      : group.since === 0
        ? []
        : [{ key, operator: "NotIn", values: versions(0, group.since - 1) }];
  const matchExpressions = [...version, ...more];
  return { matchLabels: { [levelLabel(mode)]: group.level }, ...(matchExpressions.length > 0 && { matchExpressions }) };
}

function absent(mode: Mode): Requirement {
  return { key: levelLabel(mode), operator: "DoesNotExist" };
}

function notSystem(): Requirement {
  return { key: NAMESPACE_NAME, operator: "NotIn", values: SYSTEM_NAMESPACES };
}

function unique(actions: readonly PolicyAction[]): readonly PolicyAction[] {
  return [...new Set(actions)];
}
