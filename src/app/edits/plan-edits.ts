/** Adds to a plan the number of workloads that patches would let meet the levels of its last step. */
import { FixableTemplates } from "../../fixes/cluster/fixable-templates.ts";
import { levelLabel, versionLabel } from "../../api/policies/policy-labels.ts";
import { LATEST } from "../../policy/version.ts";
import type { PlannedNamespace, PlanStep } from "../../report/plan/rollout-plan.ts";
import type { PlanOptions } from "../../rollout/options.ts";
import type { OpenedObjects } from "../inputs/opened-objects.ts";

/** Makes the consumer of an inventory that plans the edits, at the levels that the plan may set. */
export function openFixable({ admission, items }: OpenedObjects, { version }: PlanOptions): FixableTemplates {
  const versions = version === undefined || version.text === LATEST.text ? [LATEST] : [LATEST, version];
  const levels = (["baseline", "restricted"] as const).flatMap((level) =>
    versions.map((one) => ({ level, version: one })),
  );
  return new FixableTemplates(admission, items.kinds, levels);
}

/** Adds the numbers to the namespaces of the last step, where workloads block the next level. */
export function withFixable(steps: readonly PlanStep[], fixable: FixableTemplates | undefined): readonly PlanStep[] {
  if (fixable === undefined) return steps;
  return steps.map((step) =>
    step.safe ? step : { ...step, namespaces: step.namespaces.map((one) => withNumber(one, fixable)) },
  );
}

function withNumber(namespace: PlannedNamespace, fixable: FixableTemplates): PlannedNamespace {
  const { name, to, blockedBy } = namespace;
  const level = to[levelLabel("enforce")];
  if (level === undefined) return namespace;
  const version = to[versionLabel("enforce")] ?? LATEST.text;
  const workloads = fixable.countIn(name, blockedBy, `${level}:${version}`);
  if (workloads === undefined) return namespace;
  return { ...namespace, fixable: { workloads, level: version === LATEST.text ? level : `${level}:${version}` } };
}
