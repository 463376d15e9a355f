import type {
  FailOn,
  NamespaceChange,
  NamespaceReport,
  PolicyPart,
  Report,
  WorkloadReport,
} from "../../../report/report.ts";
import { LEVELS } from "../../../api/level.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { countedModes } from "../../../report/violations.ts";
import { isTried } from "./tried-labels.ts";

/** The outcome of a change of labels in a namespace. */
export type Outcome =
  /** The API server rejects the change. */
  | "denied"
  /** Something violates a mode that it did not violate before. */
  | "new"
  /** Something violates, and the policy in force is not known, so it is not known what is new. */
  | "unknown"
  /** Nothing new, but something violates a mode that the run is about. */
  | "violating"
  /** The API server warns about something else: a namespace that is exempt. */
  | "warned"
  /** Nothing of this. */
  | "safe";

/** The outcomes in the order in which they are shown. */
export const OUTCOMES: readonly Outcome[] = ["denied", "new", "unknown", "violating", "warned", "safe"];

/** The words for an outcome, in a table or a heading. */
export const OUTCOME_WORDS: Readonly<Record<Outcome, string>> = {
  denied: "denied by the API server",
  new: "new violations",
  unknown: "violations; the policy in force is unknown",
  violating: "already violating",
  warned: "a warning of the API server",
  safe: "no new violations",
};

/** The modes that a workload violates under the new labels. */
export interface ViolatedModes {
  /** It did not violate them before. */
  readonly fresh: readonly Mode[];
  /** It violates them already, possibly with fewer violations. */
  readonly already: readonly Mode[];
  /** It violates them, and the policy in force is not known, so it may violate them already. */
  readonly unknown: readonly Mode[];
}

/**
 * The outcome of the change that a dry run tried.
 *
 * @param failOn the mode whose violations fail the run
 */
export function outcomeOf(namespace: NamespaceReport, failOn: FailOn): Outcome {
  const { change, workloads } = namespace;
  if (change !== null && change.denied !== null) return "denied";
  if (workloads.some(isWorse)) return "new";
  const violated = workloads.map((workload) => violatedModes(workload, namespace, failOn));
  if (violated.some(({ unknown }) => unknown.length > 0)) return "unknown";
  if (violated.some(({ already }) => already.length > 0)) return "violating";
  return change !== null && change.serverWarnings.length > 0 ? "warned" : "safe";
}

/**
 * The modes that a dry run of a namespace is about: those whose labels it tries, those whose policy changes with them, and those that decide on
 * the exit code.
 */
export function modesOf({ change }: NamespaceReport, failOn: FailOn): readonly Mode[] {
  return MODES.filter(
    (mode) =>
      failOn === mode ||
      failOn === "any" ||
      (change !== null && (isTried(change.labels, mode) || changedModes(change).includes(mode))),
  );
}

/**
 * The modes that a workload of a dry run violates under the new labels.
 *
 * @param failOn the mode whose violations fail the run
 */
export function violatedModes({ results }: WorkloadReport, namespace: NamespaceReport, failOn: FailOn): ViolatedModes {
  const fresh = MODES.filter((mode) => results.some(({ newIn }) => newIn.includes(mode)));
  const others = modesOf(namespace, failOn).filter(
    (mode) => !fresh.includes(mode) && results.some((result) => !result.allowed && countedModes(result).includes(mode)),
  );
  return isCompared(namespace)
    ? { fresh, already: others, unknown: NO_MODES }
    : { fresh, already: NO_MODES, unknown: others };
}

const NO_MODES: readonly Mode[] = [];

/** Whether the policy in force is known, so that the new one is compared with it. */
export function isCompared({ change }: NamespaceReport): boolean {
  return change === null || change.from !== null;
}

/** Whether a workload violates a mode that it did not violate before. */
export function isWorse({ results }: WorkloadReport): boolean {
  return results.some(({ newIn }) => newIn.length > 0);
}

/** The modes whose new level is less strict than the one in force. */
export function loosenedModes({ change }: NamespaceReport): readonly Mode[] {
  if (change === null || change.denied !== null) return [];
  const { from, to } = change;
  return from === null ? [] : MODES.filter((mode) => strictness(to[mode]) < strictness(from[mode]));
}

/** The modes that the change gives another level or version; none if the labels of now could not be read. */
export function changedModes({ from, to }: NamespaceChange): readonly Mode[] {
  return from === null ? [] : MODES.filter((mode) => !isSame(from[mode], to[mode]));
}

function strictness({ level }: PolicyPart): number {
  return LEVELS.indexOf(level);
}

/** Whether two parts have the same level and version, whatever their sources are. */
export function isSame(a: PolicyPart, b: PolicyPart): boolean {
  return a.level === b.level && a.version === b.version;
}

/** A workload of a dry run, reduced to its new part. */
export function onlyNew(workload: WorkloadReport): WorkloadReport {
  return { ...workload, ...workload.newPart };
}

/** The namespaces of a dry run by outcome: the worst outcome first, and in it those with the most new violations. */
export function byOutcome({ namespaces, failOn }: Report): ReadonlyMap<Outcome, readonly NamespaceReport[]> {
  const groups = Map.groupBy(namespaces, (namespace) => outcomeOf(namespace, failOn));
  return new Map(
    OUTCOMES.flatMap((outcome) => {
      const group = groups.get(outcome);
      return group === undefined ? [] : [[outcome, group.toSorted(byNewViolations)] as const];
    }),
  );
}

/** First the namespaces with the most controllers whose pods enforce starts to reject, then those with the most new violations. */
function byNewViolations(a: NamespaceReport, b: NamespaceReport): number {
  return rejected(b) - rejected(a) || b.workloads.filter(isWorse).length - a.workloads.filter(isWorse).length;
}

function rejected({ workloads }: NamespaceReport): number {
  // A bare or static pod keeps running.
  return workloads.filter(
    ({ kind, results }) => kind !== "Pod" && results.some(({ newIn }) => newIn.includes("enforce")),
  ).length;
}
