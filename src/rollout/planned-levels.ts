import { resolvePolicy, type ResolvedPolicy } from "../admission/labels.ts";
import type { Report } from "../report/report.ts";
import type { RolloutPlan } from "../report/rollout-plan.ts";

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
    const { level } =
      planned === undefined ? namespace.policy.enforce : resolvePolicy(planned, defaults).policy.enforce;
    return { ...namespace, planned: level };
  });
  return { ...report, namespaces };
}
