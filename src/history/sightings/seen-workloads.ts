import { compareLevels, type Level } from "../../api/level.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { utcText } from "../../api/words/utc-time.ts";
import type { HistoryWorkload, WorkloadState } from "../../report/audit-history/history-report.ts";
import { isSettled } from "../../report/audit-history/settled.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import type { CleanTimes } from "./clean-times.ts";
import { possibleOwner, type Maker } from "../events/maker.ts";
import type { NamespaceHistory } from "../namespaces/namespace-history.ts";
import { UNASKED, type FindPresent, type Now } from "./present.ts";
import { WorkloadHistory } from "./workload-history.ts";
import { ownerKey, workloadOf } from "./workload-key.ts";
import type { WorkloadLives } from "./workload-lives.ts";

/** A workload with violations, with its state at the end of the log. */
export interface SeenWorkload {
  readonly kind: string;
  readonly name: string | null;
  readonly state: WorkloadState;
  readonly now: Now;
  readonly history: WorkloadHistory;
  report(blocks: boolean): HistoryWorkload;
}

/** The controllers whose pods another kind's controller may have made. */
const MADE_BY: Readonly<Record<string, readonly string[]>> = {
  ReplicaSet: ["Deployment", "ReplicaSet"],
  Job: ["CronJob", "Job"],
};

/** The facts that tell whether a workload still violates. */
interface WorkloadFacts {
  readonly lives: WorkloadLives;
  readonly clean: CleanTimes;
  /** The policies of the namespace; undefined if they are not known. */
  readonly enforce: LevelVersion | undefined;
  readonly audit: LevelVersion | undefined;
  /** The last change of the audit policy: before that, the absence of a violation shows nothing. */
  readonly since: number;
  /** Finds a workload of the namespace in the cluster. */
  find(kind: string, name: string): ReturnType<FindPresent>;
}

/**
 * The workloads of a namespace with violations or rejections, by kind and name. ReplicaSets count as their Deployments and Jobs as their CronJobs, if
 * these are in the log.
 */
export function reportedWorkloads(namespace: NamespaceHistory, facts: WorkloadFacts): readonly SeenWorkload[] {
  const merged = new Map<string, WorkloadHistory>();
  for (const [key, history] of namespace.workloads) {
    const owner = ownerKey(key, facts.lives);
    const whole = merged.get(owner) ?? new WorkloadHistory();
    whole.merge(history);
    merged.set(owner, whole);
  }
  const seen = [...merged].map(([key, history]) => {
    const clean = lastClean(key, history, facts);
    const workload = workloadOf(key);
    const now = nowOf(workload, history, facts);
    return seenWorkload(workload, history, { clean, deleted: facts.lives.get(key).deleted, now });
  });
  return seen.toSorted((a, b) => compareBytes(a.kind, b.kind) || compareBytes(a.name ?? "", b.name ?? ""));
}

/** The last time at which it was seen without a violation under a policy that would have noticed one; -Infinity without one. */
function lastClean(key: string, history: WorkloadHistory, { clean, enforce, audit, since }: WorkloadFacts): number {
  const { cleanWrite, cleanPod } = clean.get(key) ?? { cleanWrite: -Infinity, cleanPod: -Infinity };
  const isAudited = audit !== undefined && history.violates(audit.level);
  const isEnforced = enforce !== undefined && history.violates(enforce.level);
  const time = Math.max(isAudited ? cleanWrite : -Infinity, isAudited || isEnforced ? cleanPod : -Infinity);
  return time >= since ? time : -Infinity;
}

/** The facts of the cluster about a workload, or about the Deployment or CronJob that may own it. */
function nowOf({ kind, name }: Pick<Maker, "kind" | "name">, history: WorkloadHistory, facts: WorkloadFacts): Now {
  if (name === null || name.endsWith("*")) return UNASKED;
  const owner = possibleOwner({ kind, name });
  const own = facts.find(kind, name);
  const isFound = own !== undefined && own !== "gone";
  const found = isFound || owner === undefined ? own : facts.find(owner.kind, owner.name);
  if (found === undefined) return UNASKED;
  if (found === "gone") return { now: "gone", rejected: null };
  const isFixed = compareLevels(found.meets, history.strictest) >= 0;
  return { now: isFixed ? "fixed" : "violating", rejected: found.rejected };
}

function seenWorkload(
  { kind, name }: Pick<Maker, "kind" | "name">,
  history: WorkloadHistory,
  { clean, deleted, now }: { readonly clean: number; readonly deleted: number; readonly now: Now },
): SeenWorkload {
  const { first, last, violations, denied, days, policies, checks, message } = history;
  const state = deleted > last ? "deleted" : clean > last ? "quiet" : "violating";
  return {
    kind,
    name,
    state,
    now,
    history,
    report: (blocks) => ({
      kind,
      name,
      state,
      quietSince: state === "quiet" ? utcText(last) : null,
      ...now,
      blocks,
      violates: history.violated,
      violations,
      denied,
      first: utcText(first),
      last: utcText(last),
      days,
      policies,
      checks,
      ...history.requesters,
      message,
    }),
  };
}

/**
 * Whether a workload keeps its namespace from a level. Pods without a name count unless a workload that blocks may have made them: a Deployment for
 * the pods of ReplicaSets.
 */
export function isBlocking(workload: SeenWorkload, all: readonly SeenWorkload[], level: Level): boolean {
  if (!violatesNow(workload, level)) return false;
  if (workload.name !== null) return true;
  const makers = MADE_BY[workload.kind] ?? [workload.kind];
  return !all.some((other) => other.name !== null && makers.includes(other.kind) && violatesNow(other, level));
}

/** A workload that is rejected now violates the enforced level, whatever the log shows of it. */
function violatesNow({ kind, state, now, history }: SeenWorkload, level: Level): boolean {
  if (now.rejected !== null) return true;
  return state === "violating" && !isSettled(kind, now.now) && history.violates(level);
}
