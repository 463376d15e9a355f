import { compareBytes } from "../../api/words/byte-order.ts";
import { denies, verdictKey, workloadCount, type FoundVerdict } from "../policies/policy-verdict.ts";
import type { NamespaceOverview } from "./rollout-plan.ts";

/** Adds the ValidatingAdmissionPolicies that deny pods to the namespaces of a plan. They raise and lower nothing. */
export function withDenyingPolicies(
  namespaces: readonly NamespaceOverview[],
  verdicts: readonly FoundVerdict[],
): readonly NamespaceOverview[] {
  const byNamespace = Map.groupBy(verdicts.filter(denies), ({ namespace }) => namespace);
  if (byNamespace.size === 0) return namespaces;
  return namespaces.map((namespace) => {
    const own = byNamespace.get(namespace.name);
    if (own === undefined) return namespace;
    const byPolicy = Map.groupBy(own, ({ policy }) => policy);
    const deniedBy = Array.from(byPolicy, ([policy, some]) => ({ policy, workloads: workloadCount(some, verdictKey) }));
    return { ...namespace, deniedBy: deniedBy.toSorted((a, b) => compareBytes(a.policy, b.policy)) };
  });
}
