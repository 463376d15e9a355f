import type { DistinctViolation, NamespaceReport, Result, WorkloadReport } from "../../../report/report.ts";
import { violationIn, levelOf } from "../../../report/violations.ts";
import { MODES } from "../../../api/mode.ts";

/** The outcome of a change of labels in a namespace. */
export type Outcome =
  /** The API server refuses it. */
  | "refused"
  /** It answers with warnings. */
  | "warned"
  /** It is silent, but something newly violates. */
  | "worse"
  /** The policy changes, and nothing newly violates. */
  | "held"
  /** The policy in force does not change. */
  | "unchanged";

/** The outcome of the change that a dry run tried. */
export function outcomeOf(namespace: NamespaceReport): Outcome {
  const { change, policy, workloads } = namespace;
  if (change === null) return "unchanged";
  if (change.denied !== null) return "refused";
  if (change.serverWarnings.length > 0) return "warned";
  if (workloads.some(isWorse)) return "worse";
  return MODES.some((mode) => !isSame(change.from[mode], policy[mode])) ? "held" : "unchanged";
}

/** Whether a workload newly violates something. */
export function isWorse({ results }: WorkloadReport): boolean {
  return results.some(({ newIn }) => newIn.length > 0);
}

/** Whether two parts have the same level and version, whatever their sources are. */
export function isSame(a: NamespaceReport["policy"]["audit"], b: NamespaceReport["policy"]["audit"]): boolean {
  return a.level === b.level && a.version === b.version;
}

/** A workload with only its new violations, and with the results without violations. */
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
