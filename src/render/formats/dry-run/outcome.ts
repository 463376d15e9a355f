import type { DistinctViolation, NamespaceReport, Result, WorkloadReport } from "../../../report/report.ts";
import { violationIn } from "../../../report/violations.ts";
import { MODES } from "../../../api/mode.ts";
import { levelOf } from "../../words/violations.ts";

/** What a change of labels would come to in a namespace, for the count of them. */
export type Outcome =
  /** The API server refuses it. */
  | "refused"
  /** It answers with warnings. */
  | "warned"
  /** It says nothing, and yet something newly violates. */
  | "worse"
  /** The policy changes, and nothing newly violates. */
  | "held"
  /** The policy in force stays what it is. */
  | "unchanged";

/** What comes of the change that a dry run tried. */
export function outcomeOf(namespace: NamespaceReport): Outcome {
  const { change, policy, workloads } = namespace;
  if (change === null) return "unchanged";
  if (change.denied !== null) return "refused";
  if (change.serverWarnings.length > 0) return "warned";
  if (workloads.some(isWorse)) return "worse";
  return MODES.some((mode) => !isSame(change.from[mode], policy[mode])) ? "held" : "unchanged";
}

/** Whether something of a workload newly violates. */
export function isWorse({ results }: WorkloadReport): boolean {
  return results.some(({ newIn }) => newIn.length > 0);
}

/** Whether two levels are the same at the same version, wherever they come from. */
export function isSame(a: NamespaceReport["policy"]["audit"], b: NamespaceReport["policy"]["audit"]): boolean {
  return a.level === b.level && a.version === b.version;
}

/** A workload with only its new violations, and with the results that are allowed. */
export function onlyNew(workload: WorkloadReport): WorkloadReport {
  const results = workload.results.filter(({ allowed, newIn }) => allowed || newIn.length > 0).map(newPart);
  const violations = workload.violations
    .filter(({ newIn }) => newIn.length > 0)
    .map((violation) => newViolation(violation, results));
  return { ...workload, results, violations };
}

function newPart(result: Result): Result {
  if (result.allowed) return result;
  const sentences = result.sentences.filter(({ mode }) => mode !== null && result.newIn.includes(mode));
  return { ...result, modes: result.newIn, sentences };
}

function newViolation(violation: DistinctViolation, results: readonly Result[]): DistinctViolation {
  const levels = results.filter((result) => violationIn(result, violation) !== undefined).map(levelOf);
  return { ...violation, modes: violation.newIn, levels: [...new Set(levels)] };
}
