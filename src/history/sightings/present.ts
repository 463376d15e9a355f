import type { Level } from "../../api/level.ts";
import type { WorkloadNow } from "../../report/audit-history/history-report.ts";

/** A workload in the cluster. */
export interface PresentWorkload {
  /** The strictest level that its template and its pods meet. */
  readonly meets: Level;
  /** The API server's message, if its next pods are rejected now. */
  readonly rejected: string | null;
}

/** Finds a workload in the cluster; `gone` if there is none, and undefined if that is not known. */
export type FindPresent = (namespace: string, kind: string, name: string) => PresentWorkload | "gone" | undefined;

/** The state of a workload in the cluster. */
export interface Now {
  readonly now: WorkloadNow | null;
  readonly rejected: string | null;
}

/** Nothing is known. */
export const UNASKED: Now = { now: null, rejected: null };
