import type { Level } from "../../api/level.ts";
import type { Target } from "../plan/target.ts";
import type { Note, ReportSource, Unreadable } from "../report.ts";
import type { UnreadLabels } from "./unread-labels.ts";

/** A level and a version, and how they are known. */
export interface HistoryPolicy {
  readonly level: Level;
  readonly version: string;
  /**
   * `labels`: the labels of the Namespace, or the default of the cluster. `log`: the audit log alone, at the time of its last event about the policy.
   */
  readonly from: "labels" | "log";
}

/**
 * The reasons why the log proves nothing about a namespace: the labels are not known, and no violation names the audit level; the audit level is not
 * above the enforce level, so that the log is silent about stricter levels; the labels changed after the last pod was created, or at a time that the log
 * does not tell; the admission configuration exempts the namespace; pods were created without the annotations of Pod Security Admission; the policy could
 * not be read for some requests, so that a fallback decided; a workload is rejected now that the log does not name, so that the log lacks requests; the
 * namespace does not exist any more.
 */
export const UNKNOWN_REASONS = [
  "no-labels",
  "not-audited",
  "policy-changed",
  "exempt",
  "not-judged",
  "errors",
  "rejected-now",
  "gone",
] as const;

export type UnknownReason = (typeof UNKNOWN_REASONS)[number];

/** The conclusion about a namespace. */
export type HistoryVerdict =
  /** The audit level was above enforce all the time, pods were created, and none of them violates it. */
  | { readonly type: "could-enforce"; readonly level: Level; readonly version: string }
  /** Workloads violate the level. */
  | { readonly type: "blocked"; readonly level: Level; readonly version: string; readonly workloads: number }
  /** The namespace enforces the strictest level already. */
  | { readonly type: "enforced"; readonly level: Level; readonly version: string }
  /** No pod was created, so there is no evidence. */
  | { readonly type: "not-seen"; readonly level: Level; readonly version: string }
  | { readonly type: "unknown"; readonly reason: UnknownReason };

/** The state of a workload at the end of the log. */
export type WorkloadState =
  | "violating"
  /** It was written or created later, without a violation. */
  | "quiet"
  /** It was deleted later. */
  | "deleted";

/**
 * The facts of the cluster about a workload at the end of the run: it violates a policy that it violated in the log; it exists, and its template and its pods
 * meet these policies; it does not exist.
 */
export type WorkloadNow = "violating" | "fixed" | "gone";

/** A user who makes a workload or its pods. */
export interface Requester {
  readonly user: string;
  readonly agent: string;
  readonly times: number;
}

/** A check that a workload violates. */
export interface HistoryCheck {
  /** The ID of the check; `unknown` for words of another version. */
  readonly check: string;
  readonly times: number;
}

/** A workload that violates a policy, or whose pods were rejected. */
export interface HistoryWorkload {
  /** `Deployment`; for pods without a name, the kind of the controller that makes them. */
  readonly kind: string;
  /** Null if the log names neither the pod nor its owner. A part that the API server generates is `*`. */
  readonly name: string | null;
  readonly state: WorkloadState;
  /** The time from which on it violates nothing; null unless it is quiet. */
  readonly quietSince: string | null;
  /** Null if the cluster was not asked, or does not tell: the log has no name of the workload. */
  readonly now: WorkloadNow | null;
  /** The API server's message about its next pods, if the cluster reports that they are rejected now; otherwise null. */
  readonly rejected: string | null;
  /** Whether it keeps its namespace from the level of the verdict. */
  readonly blocks: boolean;
  /** The loosest level that it violates. A workload that violates baseline violates restricted, too. */
  readonly violates: Target;
  /** The number of requests with a violation of the audit policy. */
  readonly violations: number;
  /** The number of pods that enforce rejected. */
  readonly denied: number;
  /** The time of the first and the last violation or rejection, in RFC 3339. */
  readonly first: string;
  readonly last: string;
  /** The number of days with a violation or a rejection. */
  readonly days: number;
  /** The policies in the messages: `restricted:latest`. */
  readonly policies: readonly string[];
  /** The most frequent first. */
  readonly checks: readonly HistoryCheck[];
  /** The most frequent first. */
  readonly requesters: readonly Requester[];
  readonly otherRequesters: number;
  /** The API server's last message, byte for byte. */
  readonly message: string;
}

/** The numbers of a day. */
export interface HistoryDay {
  /** `2026-11-30`, in UTC. */
  readonly day: string;
  /** The number of pods that were created and judged. */
  readonly pods: number;
  readonly violations: number;
  readonly denied: number;
}

/** A namespace. */
export interface HistoryNamespace {
  readonly name: string;
  /** Null if it is not known. */
  readonly enforce: HistoryPolicy | null;
  readonly audit: HistoryPolicy | null;
  /** The time from which on the audit policy is known; null if nothing in the log says that it changed. */
  readonly auditSince: string | null;
  readonly verdict: HistoryVerdict;
  readonly evidence: HistoryEvidence;
  /** The number of requests with a violation of the audit policy, and of pods that enforce rejected. */
  readonly violations: number;
  readonly denied: number;
  readonly exempt: number;
  readonly errors: number;
  /** The times of the first and the last violation or rejection; null without one. */
  readonly first: string | null;
  readonly last: string | null;
  /** Sorted by kind, then name. */
  readonly workloads: readonly HistoryWorkload[];
  /** The number of violations and rejections of workloads that are not listed, because there are too many of them. */
  readonly folded: number;
  readonly days: readonly HistoryDay[];
}

/** The pods that were created while the audit policy was known. */
export interface HistoryEvidence {
  /** Pods that were created and judged. */
  readonly pods: number;
  /** Days with such a pod. */
  readonly days: number;
  /** Pods that were created and not judged, other than exempt ones. */
  readonly notJudged: number;
  readonly firstPod: string | null;
  readonly lastPod: string | null;
}

/** A time without events. */
export interface HistoryGap {
  readonly from: string;
  readonly to: string;
}

/** A record that cannot be read. */
export interface BadRecord {
  readonly file: string;
  /** Its number in the file, from 1. A line is a record. */
  readonly record: number;
  /** The reason, without any text of the record. */
  readonly reason: string;
}

/** The number of events of a stage or of an audit level. */
export interface EventCount {
  /** `other` for words that the API does not have. */
  readonly name: string;
  readonly events: number;
}

/** How much of the time the log covers, and what it leaves out. */
export interface HistoryCoverage {
  /** The window that the flags select; null where they set no bound. */
  readonly since: string | null;
  readonly until: string | null;
  /** The first and the last event; null without events. */
  readonly first: string | null;
  readonly last: string | null;
  /** Times of more than an hour without any event, in order; the longest ones if there are many. */
  readonly gaps: readonly HistoryGap[];
  /** The number of all such times. */
  readonly allGaps: number;
  readonly events: number;
  /** Events by stage and by audit level, sorted by name. */
  readonly stages: readonly EventCount[];
  readonly levels: readonly EventCount[];
  readonly dryRuns: number;
  /** Pods that were created, and those for which the log names neither the pod nor its owner. */
  readonly pods: number;
  readonly nameless: number;
  /** Events that the API server shortened, and events that the log service cut off. */
  readonly truncated: number;
  readonly cut: number;
  /** Records that cannot be read, and the first of them. */
  readonly bad: number;
  readonly firstBad: readonly BadRecord[];
  /** Records of other kinds, and text. */
  readonly other: number;
  /** Events that were in several files or several times in one. They count once. */
  readonly repeated: number;
  /** Requests for which a webhook did not answer and was ignored. */
  readonly failedOpen: number;
  /** Annotations of Pod Security Admission with a value that it never writes. */
  readonly invalidAnnotations: number;
}

/** The modes whose violations make the exit code 1. Warnings are in no audit log. */
export type HistoryFailOn = "enforce" | "audit" | "any" | "none";

/** The report of `kubectl pss history`. */
export interface HistoryReport {
  readonly kind: "HistoryReport";
  /** The number of files with events. */
  readonly files: number;
  /** Where the labels of namespaces come from; null if they are not known. */
  readonly labels: ReportSource | null;
  /** The labels that the cluster was asked for in vain; null if there are none. */
  readonly unreadLabels: UnreadLabels | null;
  /** The uid of namespace kube-system, which no other cluster has; null if it is not known. */
  readonly clusterUid: string | null;
  /** In RFC 3339; absent with `--no-timestamp`. */
  readonly generatedAt?: string;
  /** The names of -n, and the selector of -l; null without them. */
  readonly names: readonly string[] | null;
  readonly selector: string | null;
  readonly failOn: HistoryFailOn;
  /** Sorted by name. */
  readonly namespaces: readonly HistoryNamespace[];
  /** All namespaces together. */
  readonly days: readonly HistoryDay[];
  readonly coverage: HistoryCoverage;
  /** The namespaces with workloads that are rejected now and that the logs do not name, sorted; and the file of `--namespaces`, which has them. */
  readonly unlogged: { readonly namespaces: readonly string[]; readonly file: string | null };
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
}
