import { count } from "../../../api/words/plural.ts";
import type { NamespaceReport, WorkloadReport } from "../../../report/report.ts";
import { isRejectedNow, type ReportedRejection } from "../../../report/workload.ts";

/** A workload whose next pod is rejected. */
export interface RejectedWorkload {
  readonly namespace: NamespaceReport;
  readonly workload: WorkloadReport;
  /** The checks that enforce rejects it by; empty if only the API server reports the rejection. */
  readonly checks: readonly string[];
  /** Whether each of these violations is accepted. */
  readonly isAccepted: boolean;
}

/** The workloads whose next pod is rejected: an outage that waits for their next restart. */
export function rejectedWorkloads(namespaces: readonly NamespaceReport[]): readonly RejectedWorkload[] {
  return namespaces.flatMap((namespace) =>
    namespace.workloads.filter(isRejectedNow).map((workload) => {
      const rejections = workload.violations.filter(({ modes }) => modes.includes("enforce"));
      const isAccepted = rejections.length > 0 && rejections.every(({ accepted }) => accepted !== null);
      return { namespace, workload, checks: [...new Set(rejections.map(({ check }) => check))], isAccepted };
    }),
  );
}

/** `1 workload in 1 namespace cannot start a new pod` */
export function rejectedText(rejected: readonly RejectedWorkload[]): string {
  const places = new Set(rejected.map(({ namespace }) => namespace.name)).size;
  return `${count(rejected.length, "workload")} in ${count(places, "namespace")} cannot start a new pod`;
}

/** The source of a reported rejection: `Event FailedCreate, last seen 2026-11-30T12:00:00Z`. */
export function rejectionSource({ from, lastSeen }: ReportedRejection): string {
  const seen = lastSeen === undefined ? "" : `, last seen ${lastSeen}`;
  return from === "event" ? `Event FailedCreate${seen}` : "condition ReplicaFailure";
}
