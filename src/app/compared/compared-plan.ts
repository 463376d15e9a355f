/** Compares a plan with an earlier one (`--compare`). The bundle has it in a separate file, since most runs compare nothing. */
import { comparePlans } from "../../report/comparison/compare-plans.ts";
import { planSnapshotOf } from "../../report/comparison/plan-snapshot.ts";
import { comparableWith, decodeEarlier } from "../../report/document/read-earlier.ts";
import { decodePlan } from "../../report/document/read-plan.ts";
import { coveredNamespaces } from "../../report/gaps/covered.ts";
import type { RolloutPlan, Target } from "../../report/plan/rollout-plan.ts";
import { readComparedFile } from "../../sources/reports/compared-file.ts";

/** Adds to a plan what moved since the earlier one. */
export type ComparePlan = (plan: RolloutPlan, includes: (namespace: string) => boolean) => RolloutPlan;

type FamilyOf = (check: string) => string;

/**
 * Reads an earlier plan.
 *
 * @param target the target of this run
 * @param familyOf a check, or the one that it replaces. It is passed, so that this file of the bundle does not contain the checks again
 * @throws UserError if the file cannot be read, or is not a plan to that target
 */
export function readComparedPlan(file: string, target: Target, familyOf: FamilyOf): ComparePlan {
  const { earlier, before } = readComparedFile(file, "plan", (parts) => ({
    earlier: decodeEarlier(parts.fields, file, comparableWith("plan")),
    before: planSnapshotOf(decodePlan(parts, file, target), familyOf),
  }));
  return (plan, includes) => {
    const now = planSnapshotOf(plan, familyOf);
    const compared = comparePlans(earlier, before, now, plan.scope, coveredNamespaces(plan, includes));
    return { ...plan, compared };
  };
}
