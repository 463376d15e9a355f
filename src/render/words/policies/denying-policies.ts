import { count } from "../../../api/words/plural.ts";
import type { NamespaceOverview, RolloutPlan } from "../../../report/plan/rollout-plan.ts";

/** The heading of the namespaces in which admission policies deny pods. */
export const DENIED_HEADING = "Denied by admission policies, too";

/** The namespaces in which ValidatingAdmissionPolicies deny pods, and which ones. Unescaped. */
export function deniedTexts({ namespaces }: Pick<RolloutPlan, "namespaces">): { name: string; text: string }[] {
  return namespaces.flatMap(({ name, deniedBy = [] }) =>
    deniedBy.length === 0 ? [] : [{ name, text: deniedBy.map(deniedText).join("; ") }],
  );
}

function deniedText({ policy, workloads }: NonNullable<NamespaceOverview["deniedBy"]>[number]): string {
  return `policy ${policy} denies pods of ${count(workloads, "workload")}`;
}
