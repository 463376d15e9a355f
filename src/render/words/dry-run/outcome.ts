import type { NamespaceReport, PolicyPart, WorkloadReport } from "../../../report/report.ts";
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
  const { change, workloads } = namespace;
  if (change === null) return "unchanged";
  if (change.denied !== null) return "refused";
  if (change.serverWarnings.length > 0) return "warned";
  if (workloads.some(isWorse)) return "worse";
  const { from, to } = change;
  return from === null || MODES.some((mode) => !isSame(from[mode], to[mode])) ? "held" : "unchanged";
}

/** Whether a workload newly violates something. */
export function isWorse({ results }: WorkloadReport): boolean {
  return results.some(({ newIn }) => newIn.length > 0);
}

/** Whether two parts have the same level and version, whatever their sources are. */
export function isSame(a: PolicyPart, b: PolicyPart): boolean {
  return a.level === b.level && a.version === b.version;
}

/** A workload of a dry run, reduced to its new part. */
export function onlyNew(workload: WorkloadReport): WorkloadReport {
  return { ...workload, ...workload.newPart };
}
