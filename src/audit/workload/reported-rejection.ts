import type { WorkloadReport } from "../../report/report.ts";
import { policyIn } from "../../workloads/status.ts";
import type { ObservedRejections } from "../inventory/rejections.ts";

/** The facts about a workload that tell whether a rejection is out of date. */
type WorkloadFacts = Pick<WorkloadReport, "results" | "pods" | "replicas">;

/** The rejections that a cluster reports of the pods in a namespace, and what its labels say about them. */
export interface RejectionsInNamespace {
  /** Finds those of a workload; undefined if there are none. */
  readonly of: (workload: Pick<WorkloadReport, "apiVersion" | "kind" | "name">) => ObservedRejections | undefined;
  /** The enforced level and version of now, `restricted:latest`; undefined if no label sets it, since the cluster's own defaults are not known. */
  readonly enforced: string | undefined;
}

/** The numbers of a workload's running and wanted pods. */
type Pods = Pick<WorkloadReport, "pods" | "replicas">;

/**
 * The rejection of new pods that is reported of a workload; null if its pods are not rejected at this moment. If the next pod would be rejected again,
 * any rejection counts. Else one by another policy than that of now is out of date. A condition counts, since its controller keeps it up to date. An
 * Event remains for an hour, so it counts only if pods are missing, and none was created since then.
 */
export function reportedRejection(
  observed: ObservedRejections | undefined,
  enforced: string | undefined,
  workload: WorkloadFacts,
): WorkloadReport["rejection"] {
  return currentRejection(observed, enforced, workload, () => isRejectedNow(workload));
}

/**
 * As `reportedRejection`, for a workload whose results are not at hand.
 *
 * @param isNextRejected whether the labels of now reject the next pod
 */
export function currentRejection(
  observed: ObservedRejections | undefined,
  enforced: string | undefined,
  workload: Pods,
  isNextRejected: () => boolean,
): WorkloadReport["rejection"] {
  if (observed === undefined) return null;
  const { condition, event } = observed;
  const isAgain = isNextRejected();
  const isByOldPolicy = (message: string): boolean =>
    !isAgain && enforced !== undefined && policyIn(message) !== enforced;
  if (condition !== undefined && !isByOldPolicy(condition.message)) {
    return { message: condition.message, from: "condition" };
  }
  if (event === undefined || isByOldPolicy(event.message)) return null;
  const { message, lastSeen, state } = event;
  if (!isAgain && (state === "over" || (state === "unknown" && !hasTooFewPods(workload)))) return null;
  return { message, from: "event", ...(lastSeen !== undefined && { lastSeen }) };
}

/** Whether the labels of now reject a pod of the template. In a dry run, results that are new are those of other labels. */
function isRejectedNow({ results }: WorkloadFacts): boolean {
  return results.some(
    ({ subject, modes, newIn, allowed, scc }) =>
      subject === "template" &&
      !allowed &&
      scc === undefined &&
      modes.includes("enforce") &&
      !newIn.includes("enforce"),
  );
}

/** A workload without a number of replicas wants a pod: a DaemonSet, or a Job that is not finished. */
function hasTooFewPods({ pods, replicas }: Pods): boolean {
  return pods < (replicas ?? 1);
}
