import type { WorkloadReport } from "../../report/report.ts";
import type { ObservedRejections } from "../inventory/rejections.ts";

/** The facts about a workload that tell whether an Event about it is out of date. */
type WorkloadFacts = Pick<WorkloadReport, "results" | "pods" | "replicas">;

/** The numbers of a workload's running and wanted pods. */
type Pods = Pick<WorkloadReport, "pods" | "replicas">;

/**
 * The rejection of new pods that is reported of a workload; null if its pods are not rejected at this moment. A condition always counts. An Event
 * remains for an hour, so it counts only if the next pod would be rejected again, or if the workload has fewer pods than it wants.
 */
export function reportedRejection(
  observed: ObservedRejections | undefined,
  workload: WorkloadFacts,
): WorkloadReport["rejection"] {
  return currentRejection(observed, workload, () => isRejectedNow(workload));
}

/** @param isNextRejected whether the labels of now reject the next pod */
export function currentRejection(
  observed: ObservedRejections | undefined,
  workload: Pods,
  isNextRejected: () => boolean,
): WorkloadReport["rejection"] {
  if (observed?.condition !== undefined) return { message: observed.condition.message, from: "condition" };
  if (observed?.event === undefined || !(hasTooFewPods(workload) || isNextRejected())) return null;
  const { message, lastSeen } = observed.event;
  return { message, from: "event", ...(lastSeen !== undefined && { lastSeen }) };
}

/** Whether the labels of now reject a pod of the template. In a dry run, results that are new are those of other labels. */
function isRejectedNow({ results }: WorkloadFacts): boolean {
  return results.some(
    ({ subject, modes, newIn, allowed }) =>
      subject === "template" && !allowed && modes.includes("enforce") && !newIn.includes("enforce"),
  );
}

/** A workload without a number of replicas wants a pod: a DaemonSet, or a Job that is not finished. */
function hasTooFewPods({ pods, replicas }: Pods): boolean {
  return pods < (replicas ?? 1);
}
