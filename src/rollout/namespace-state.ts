import { levelLabel } from "../api/policies/policy-labels.ts";
import { compareLevels } from "../api/level.ts";
import type { NamespaceState } from "../report/comparison/namespace-states.ts";
import type { NamespaceOverview, Target } from "../report/plan/rollout-plan.ts";

/**
 * Tells where a namespace is on its way to the target (NAMESPACE_STATES).
 *
 * @param isBlocked whether workloads must be fixed before enforce can be raised further
 */
export function stateOf(
  { labels, enforce, kept }: Pick<NamespaceOverview, "labels" | "enforce" | "kept">,
  target: Target,
  isBlocked: boolean,
): NamespaceState {
  if (kept !== null || labels === null || enforce === null) return "kept";
  if (labels[levelLabel("enforce")] === undefined) return "unlabelled";
  if (compareLevels(enforce.planned, enforce.now) > 0) return "ready";
  if (compareLevels(enforce.now, target) >= 0 || !isBlocked) return "enforced";
  return labels[levelLabel("audit")] === undefined ? "unlabelled" : "observed";
}
