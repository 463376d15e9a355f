import { compareLevels, type Level } from "../../api/level.ts";
import type { Obstacle } from "../../report/plan/obstacle.ts";
import type { EarlierNamespace, EarlierWorkload, NamespaceEvidence } from "../../report/plan/plan-history.ts";
import type { Target } from "../../report/plan/target.ts";
import { workloadApiVersion } from "../../workloads/pod-template.ts";

/** The evidence of a history about a namespace of a plan. */
export interface SeenNamespace {
  readonly evidence: NamespaceEvidence;
  /** The workloads that may come back, with the loosest level that each violates. */
  readonly obstacles: readonly { readonly violates: Target; readonly obstacle: Obstacle }[];
}

/** The controllers that may have made the pods of another kind's controller. */
const MADE_BY: Readonly<Record<string, readonly string[]>> = {
  Job: ["CronJob", "Job"],
  ReplicaSet: ["Deployment", "ReplicaSet"],
};
/** The name of a workload that the log does not name. */
const NAMELESS = "*";
/** Violations of workloads that the history does not list. */
const FOLDED: Pick<Obstacle, "apiVersion" | "kind" | "name"> = { apiVersion: "v1", kind: "Pod", name: NAMELESS };

/**
 * Finds out what a history says against a stricter enforce. A workload counts unless it has a template now: the plan judges that one.
 *
 * @param hasTemplate whether the cluster has a workload with a template
 * @param enforce the enforced level of now. It already rejects the workloads that it rejected each time
 * @param applies whether the history is about this cluster and the labels of now
 */
export function seenNamespace(
  { name: namespace, workloads, folded, verdict, evidence }: EarlierNamespace,
  hasTemplate: (kind: string, name: string) => boolean,
  { enforce, applies }: { readonly enforce: Level; readonly applies: boolean },
): SeenNamespace {
  const fixed = workloads.filter(({ kind, name }) => name !== null && hasTemplate(kind, name));
  const others = workloads.filter(
    (workload) =>
      !fixed.includes(workload) &&
      !isExplained(workload, workloads) &&
      !(workload.isRejected && compareLevels(workload.violates, enforce) <= 0),
  );
  const obstacles = others.map((workload) => ({
    violates: workload.violates,
    obstacle: obstacleOf(namespace, workload),
  }));
  const hidden = folded > 0 ? [foldedObstacle(namespace, folded)] : [];
  const all = [...obstacles, ...hidden];
  return {
    evidence: {
      verdict,
      pods: evidence.pods,
      days: evidence.days,
      applies,
      against: loosest(all.map(({ violates }) => violates)),
      fixed: fixed.length,
    },
    obstacles: all,
  };
}

/** The workloads of a history that violated a level, and may come back. */
export function seenAgainst(seen: SeenNamespace | null | undefined, level: Level): readonly Obstacle[] {
  return (seen?.obstacles ?? []).flatMap(({ violates, obstacle }) =>
    compareLevels(violates, level) <= 0 ? [obstacle] : [],
  );
}

/** Whether pods without a name may be those of a workload that is named, and violates the same level. */
function isExplained({ kind, name, violates }: EarlierWorkload, all: readonly EarlierWorkload[]): boolean {
  if (name !== null) return false;
  const makers = MADE_BY[kind] ?? [kind];
  return all.some(
    (other) => other.name !== null && makers.includes(other.kind) && compareLevels(other.violates, violates) <= 0,
  );
}

function obstacleOf(namespace: string, { kind, name, checks, times, last }: EarlierWorkload): Obstacle {
  const shown = name ?? NAMELESS;
  return {
    // A history does not have the group of a custom kind.
    apiVersion: workloadApiVersion(kind) ?? "",
    kind,
    namespace,
    name: shown,
    stableName: shown,
    checks: checks.map((check) => ({ check, detail: "" })),
    rejected: null,
    seen: { times, last },
  };
}

/** Nothing is known of these workloads, so they may violate any level. */
function foldedObstacle(namespace: string, times: number): SeenNamespace["obstacles"][number] {
  const obstacle = {
    ...FOLDED,
    namespace,
    stableName: NAMELESS,
    checks: [],
    rejected: null,
    seen: { times, last: null },
  };
  return { violates: "baseline", obstacle };
}

function loosest(levels: readonly Target[]): Target | null {
  const [first = null, ...others] = levels;
  return others.reduce((found, level) => (found !== null && compareLevels(level, found) < 0 ? level : found), first);
}
