/** The reasons to observe a namespace before a stricter enforce. */

/** A reason to observe a namespace first: its next pods may differ from those that were judged. */
export interface Caution {
  readonly code: CautionCode;
  /** The workloads that are the reason, sorted by kind and name. */
  readonly workloads: readonly CautiousWorkload[];
}

/**
 * The codes of cautions, in their order: finished work that the new enforce would have rejected; the owner of the pods is of a kind that is not judged; a pod
 * without a controller; a Job without a CronJob.
 */
export const CAUTIONS = ["finished", "custom-owner", "bare-pod", "job"] as const;

export type CautionCode = (typeof CAUTIONS)[number];

/** A workload whose next pods may be different. */
export interface CautiousWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The checks of the new enforce that it violated; empty unless the code is `finished`. */
  readonly checks: readonly string[];
}

/** The observation before a stricter enforce of a namespace that meets it now. */
export interface ObserveFirst {
  readonly days: number;
  /** The CronJob with the longest period, if it makes `days` more than a week; absent otherwise. */
  readonly slowestCronJob?: string;
  /** At least one, in the order of CAUTIONS. */
  readonly cautions: readonly Caution[];
}

/** How long the API server has reported what a new enforce would reject, in a namespace to observe before it. */
export interface Observed {
  /** The time of the last change of its audit and warn labels, or a later one, in RFC 3339; null if it is not known. */
  readonly since: string | null;
  /** The whole days since then; null if the time is not known. */
  readonly days: number | null;
}

/** Whether the days to observe a namespace are over. */
export function isObservedEnough(namespace: {
  readonly observed: Observed | null;
  readonly observeDays: number | null;
}): boolean {
  const { observed, observeDays } = namespace;
  return observeDays !== null && observed !== null && observed.days !== null && observed.days >= observeDays;
}
