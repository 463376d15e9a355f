/** Compares a plan with an earlier one (`--compare`). The bundle has it in a separate file, since most runs compare nothing. */
import { familyOf } from "../../accepted/check-families.ts";
import { coverageOfAudit } from "../../accepted/coverage.ts";
import { comparePlans } from "../../report/comparison/compare-plans.ts";
import { planSnapshotOf } from "../../report/comparison/plan-snapshot.ts";
import { comparableWith, decodeEarlier } from "../../report/document/read-earlier.ts";
import { decodePlan } from "../../report/document/read-plan.ts";
import type { RolloutPlan } from "../../report/rollout-plan.ts";
import { readComparedFile } from "../../sources/compared-file.ts";

/** Adds to a plan what moved since the earlier one. */
export type ComparePlan = (plan: RolloutPlan, includes: (namespace: string) => boolean) => RolloutPlan;

/**
 * Reads an earlier plan.
 *
 * @throws UserError if the file cannot be read, or is not a plan
 */
export function readComparedPlan(file: string): ComparePlan {
  const { earlier, before } = readComparedFile(file, "plan", (parts) => ({
    earlier: decodeEarlier(parts.fields, file, comparableWith("plan")),
    before: planSnapshotOf(decodePlan(parts, file), familyOf),
  }));
  return (plan, includes) => {
    const covers = coverageOfAudit(plan, includes);
    const now = planSnapshotOf(plan, familyOf);
    return { ...plan, compared: comparePlans(earlier, before, now, (namespace) => covers({ namespace, file: null })) };
  };
}
