/** The evidence of a history in a plan (`plan --history`). */
import type { HistoryEvidence, HistoryVerdict } from "../audit-history/history-report.ts";
import type { Target } from "./target.ts";

/** The history that a plan was made with. */
export interface PlanHistory {
  readonly file: string;
  /** The time at which it was complete, in RFC 3339; null if it does not say so. */
  readonly generatedAt: string | null;
  /** The first and the last event; null without events. */
  readonly first: string | null;
  readonly last: string | null;
}

/** The evidence of the history about a namespace of the plan. */
export interface NamespaceEvidence {
  readonly verdict: HistoryVerdict;
  readonly pods: HistoryEvidence["pods"];
  readonly days: HistoryEvidence["days"];
  /** Whether it is about this cluster and the labels of now. Otherwise only its violations count. */
  readonly applies: boolean;
  /** The loosest level that the history speaks against: a workload violated it, and may come back. Null if there is none. */
  readonly against: Target | null;
  /** The number of workloads that violated a level, and have a template that meets it now. */
  readonly fixed: number;
}

/** When a workload that is only in a history violated a level. */
export interface SeenObstacle {
  /** The number of violations and of rejected pods. */
  readonly times: number;
  /** The time of the last one, in RFC 3339; null if the history does not tell. */
  readonly last: string | null;
}

/** A namespace of a history, with the facts that a plan needs. */
export interface EarlierNamespace {
  readonly name: string;
  /** `restricted:latest`; null if it is not known, or from the log alone. */
  readonly enforce: string | null;
  readonly audit: string | null;
  readonly verdict: HistoryVerdict;
  readonly evidence: Pick<HistoryEvidence, "pods" | "days">;
  /** Those that violated a level at the end of the log. */
  readonly workloads: readonly EarlierWorkload[];
  /** The violations of workloads that are not listed. */
  readonly folded: number;
}

/** A workload of a history that violated a level. */
export interface EarlierWorkload {
  readonly kind: string;
  /** Null if the log names neither the pod nor its owner. */
  readonly name: string | null;
  readonly violates: Target;
  readonly checks: readonly string[];
  /** Whether enforce rejected it each time. */
  readonly isRejected: boolean;
  readonly times: number;
  readonly last: string | null;
}

/** A history that a plan reads. */
export interface EarlierHistory extends PlanHistory {
  /** The server of the labels; null for those of a file, and if they are not known. */
  readonly server: string | null;
  readonly clusterUid: string | null;
  /** Whether it is about all namespaces of its cluster. */
  readonly isWhole: boolean;
  /** Whether everything could be read. */
  readonly isComplete: boolean;
  readonly namespaces: readonly EarlierNamespace[];
}
