import type { ExportedPolicies } from "../../../export/export.ts";
import type { PolicyBinding } from "../../../export/bindings.ts";
import type { AdmissionPolicy, LabelSelector } from "../../../export/policy.ts";
import { stringifyBlockYaml } from "../../words/documents/yaml.ts";
import { breakExpressions } from "./break-expressions.ts";

/**
 * The YAML documents of Kyverno ValidatingPolicies (policies.kyverno.io/v1): one for each binding, because a ValidatingPolicy has no
 * bindings. Without bindings, one for each policy.
 */
export function policyDocuments({ policies, bindings }: ExportedPolicies): string[] {
  return policies
    .flatMap((policy) => {
      const own = bindings.filter(({ spec }) => spec.policyName === policy.metadata.name);
      return own.length === 0
        ? [kyvernoPolicy(policy, undefined)]
        : own.map((binding) => kyvernoPolicy(policy, binding));
    })
    .map((object) => `---\n${stringifyBlockYaml(object)}`);
}

function kyvernoPolicy(policy: AdmissionPolicy, binding: PolicyBinding | undefined): object {
  // The annotation is about a ValidatingAdmissionPolicy.
  const { name, labels } = policy.metadata;
  const { matchConstraints, failurePolicy, ...rest } = breakExpressions(policy.spec);
  const selector = both(matchConstraints.namespaceSelector, binding?.spec.matchResources.namespaceSelector);
  return {
    apiVersion: "policies.kyverno.io/v1",
    kind: "ValidatingPolicy",
    metadata: { name: binding?.metadata.name ?? name, labels },
    spec: {
      validationActions: binding?.spec.validationActions ?? ["Audit"],
      failurePolicy,
      // The policies for controllers are exported, too. Kyverno makes no others.
      autogen: { podControllers: { controllers: [] } },
      matchConstraints: { ...matchConstraints, ...(selector !== undefined && { namespaceSelector: selector }) },
      ...rest,
    },
  };
}

/** The selector of the namespaces that two selectors select. */
function both(a: LabelSelector | undefined, b: LabelSelector | undefined): LabelSelector | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    ...((a.matchLabels ?? b.matchLabels) && { matchLabels: { ...a.matchLabels, ...b.matchLabels } }),
    matchExpressions: [...(a.matchExpressions ?? []), ...(b.matchExpressions ?? [])],
  };
}
