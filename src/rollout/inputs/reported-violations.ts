import { ObjectFault } from "../../api/failure.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import type { ModeResult } from "../../admission/judge.ts";
import { canSccEnd } from "../../audit/workload/scc.ts";
import type { Violation } from "../../policy/evaluator.ts";
import type { Obstacle } from "../../report/plan/obstacle.ts";
import { violatedCheck } from "./obstacle.ts";

/** The violations of a policy that a plan reports of a workload. */
export interface ReportedViolations {
  /** The rank of the object that violates: a template before pods, then the first name. */
  readonly rank: string;
  /** Without fields, which a plan does not name. Policies share them. */
  readonly checks: Obstacle["checks"];
}

/**
 * The policies that a pod meets, as bits, and the violations that its workload has from now on.
 *
 * @param isFurther whether the pod is one more template of the object before
 */
export function reportedOf(
  results: readonly ModeResult[],
  rank: string,
  known: readonly (ReportedViolations | undefined)[],
  isFurther: boolean,
) {
  const reported: [index: number, violation: ReportedViolations][] = [];
  const shared = new Map<Violation, Obstacle["checks"][number]>();
  const checkOf = (violation: Violation): Obstacle["checks"][number] => {
    const check = shared.get(violation) ?? violatedCheck(violation);
    shared.set(violation, check);
    return check;
  };
  for (const [index, { violations }] of results.entries()) {
    if (violations.length === 0) continue;
    const earlier = known[index];
    // Of several places of one object, the last one that violates is reported.
    if (earlier !== undefined && compareBytes(rank, earlier.rank) > 0) continue;
    refuseLongMessage(violations);
    const before = isFurther && earlier?.rank === rank ? earlier.checks : [];
    reported.push([index, { rank, checks: [...before, ...violations.map(checkOf)] }]);
  }
  return { met: bitsOf(results), endedByScc: endedByScc(results), reported };
}

/** Those of some violations whose workload had none of the policy before. */
export function newOf(
  reported: readonly (readonly [index: number, violation: ReportedViolations])[],
  known: readonly (ReportedViolations | undefined)[],
): readonly ReportedViolations[] {
  return reported.flatMap(([index, violation]) => (known[index] === undefined ? [violation] : []));
}

/** The violated policies whose violations security context constraints of OpenShift can end, as bits. */
function endedByScc(results: readonly ModeResult[]): number {
  return results.reduce(
    (ended, { violations }, index) =>
      violations.length > 0 && violations.every(canSccEnd) ? ended | (1 << index) : ended,
    0,
  );
}

/** The policies that a pod meets, as bits. */
export function bitsOf(results: readonly ModeResult[]): number {
  return results.reduce((met, { violations }, index) => (violations.length === 0 ? met | (1 << index) : met), 0);
}

/** As long as the longest message of a report: more than an object of 3 MiB can cause. */
const MAX_MESSAGE = 64 * 1024 * 1024;

function refuseLongMessage(violations: readonly Violation[]): void {
  const length = violations.reduce((total, { reason, detail }) => total + reason.length + detail.length, 0);
  if (length <= MAX_MESSAGE) return;
  throw new ObjectFault(`too large: its messages have more than ${MAX_MESSAGE / 1024 / 1024} MiB`);
}
