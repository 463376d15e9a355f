import { resolvePolicy, type ResolvedPolicy } from "../admission/labels.ts";
import type { Report } from "../report/report.ts";
import type { RolloutPlan } from "../report/plan/rollout-plan.ts";

/** Adds to a report the level that each namespace enforces after the safe steps of a plan. */
export function withPlannedLevels(
  report: Report,
  { steps }: Pick<RolloutPlan, "steps">,
  defaults: ResolvedPolicy,
): Report {
  const labels = new Map(
    steps.flatMap(({ safe, namespaces }) => (safe ? namespaces.map(({ name, to }) => [name, to] as const) : [])),
  );
  const namespaces = report.namespaces.map((namespace) => {
    const planned = labels.get(namespace.name);
    const policy = planned === undefined ? namespace.policy : resolvePolicy(planned, defaults).policy;
    return policy === null ? namespace : { ...namespace, planned: policy.enforce.level };
  });
  return { ...report, namespaces };
}
