import { resolvePolicy } from "../admission/labels.ts";
import { reviewNamespaceUpdate } from "../admission/namespaces.ts";
import { formatLevelVersion } from "../policy/evaluator.ts";
import { compareLevels } from "../api/level.ts";
import type { PlanOptions } from "./options.ts";
import type { PlannedNamespaceState } from "./planned-namespace.ts";
import type { PolicyLabels } from "../report/plan/rollout-plan.ts";

/**
 * Verifies a step against the objects of its namespace before it is shown, independently of the planning: the API
 * server must accept the labels, the step must not relax enforce, it must not reject an object that is admitted, and a history must not speak against it.
 *
 * @throws Error if the step fails: a fault of the plan
 */
export function verifyStep(
  namespace: PlannedNamespaceState,
  from: PolicyLabels,
  to: PolicyLabels,
  { admission }: PlanOptions,
): void {
  const { name, labels } = namespace.input;
  const fail = (what: string): never => {
    throw new Error(`the plan for namespace ${name} is wrong, and not shown: ${what}`);
  };
  const others = Object.fromEntries(Object.entries(labels).filter(([label]) => !(label in from) && !(label in to)));
  const review = reviewNamespaceUpdate(name, { ...others, ...from }, { ...others, ...to }, admission);
  if (review.type === "denied") return fail(review.status.message);
  const { enforce: before, audit, warn } = resolvePolicy(from, admission.defaults).policy;
  const after = resolvePolicy(to, admission.defaults).policy.enforce;
  if (compareLevels(after.level, before.level) < 0) return fail(`it relaxes enforce to ${after.level}`);
  const isRaised = compareLevels(after.level, before.level) > 0;
  if (isRaised && [audit, warn].some(({ level }) => compareLevels(level, after.level) < 0)) {
    return fail(`it enforces ${after.level}, which audit or warn does not report yet`);
  }
  if (isRaised && namespace.seenObstacles(after.level).length > 0) {
    return fail(`it enforces ${after.level}, which workloads of the history violate`);
  }
  if (!namespace.isSafe(before, after)) {
    return fail(`${formatLevelVersion(after)} rejects what ${formatLevelVersion(before)} allows`);
  }
}
