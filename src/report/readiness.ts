import { compareBytes } from "../api/words/byte-order.ts";
import { compareLevels, type Level } from "../api/level.ts";
import type { BlockedLevel, Blocks, NamespaceReport, OnlyNamespaces, Result, WorkloadReport } from "./report.ts";
import { isRejectedNow } from "./workload.ts";

/** The part of a namespace's report that follows from its workloads. */
type Readiness = Pick<NamespaceReport, "readyFor" | "readyForReason" | "blocks" | "rejectedNow">;

/** The facts that decide whether the level of a namespace can be known. */
interface Known {
  readonly workloads: readonly Counted[];
  /** Whether the whole namespace is exempt. */
  readonly exempt: boolean;
  /** Whether its labels and all its objects could be read. */
  readonly complete: boolean;
}

type Counted = Pick<
  WorkloadReport,
  "apiVersion" | "kind" | "static" | "results" | "otherResults" | "finished" | "rejection" | "unjudged"
>;

/**
 * Tells the strictest level, at `latest`, that all workloads of a namespace meet, what blocks each level, and how many workloads are rejected now. A
 * workload without results is exempt or makes no pods, and does not count. If a field that is not judged can set any field of a pod, only a violation of
 * baseline makes the level known.
 */
export function readinessOf({ workloads, exempt, complete }: Known): Readiness {
  let unfinished = 0;
  let judged = 0;
  let rejectedNow = 0;
  let hasUnjudged = false;
  for (const workload of workloads) {
    if (!workload.finished) unfinished++;
    if (workload.results.length + workload.otherResults.length > 0) {
      judged++;
      hasUnjudged ||= !workload.finished && workload.unjudged !== undefined;
    }
    if (isRejectedNow(workload)) rejectedNow++;
  }
  const blocks = { baseline: blocksOf(workloads, "baseline"), restricted: blocksOf(workloads, "restricted") };
  const isCertain = !hasUnjudged || blocks.baseline.workloads > 0;
  const reason = reasonOf(unfinished, judged, exempt, complete && isCertain);
  return { readyFor: reason === null ? levelMet(blocks) : null, readyForReason: reason, blocks, rejectedNow };
}

function reasonOf(
  workloads: number,
  judged: number,
  exempt: boolean,
  complete: boolean,
): NamespaceReport["readyForReason"] {
  if (exempt) return "exempt";
  if (!complete) return "unknown";
  if (judged > 0) return null;
  return workloads === 0 ? "empty" : "exempt";
}

function levelMet(blocks: NamespaceReport["blocks"]): Level {
  // Restricted does not imply baseline: it overrides some of baseline's checks, and exempts Windows from others.
  if (blocks.baseline.workloads > 0) return "privileged";
  return blocks.restricted.workloads > 0 ? "baseline" : "restricted";
}

function blocksOf(workloads: readonly Counted[], level: BlockedLevel): Blocks {
  const byCheck = new Map<string, number>();
  let blocking = 0;
  for (const { results, otherResults } of workloads) {
    // Most workloads have one result of a level, which contains each check once at most. The others need a set.
    let first: Result | undefined;
    let several: Set<string> | undefined;
    for (const all of [results, otherResults]) {
      for (const result of all) {
        if (result.level !== level || result.version !== "latest" || result.scc !== undefined) continue;
        if (result.violations.length === 0) continue;
        if (first === undefined) first = result;
        else for (const { check } of [...first.violations, ...result.violations]) (several ??= new Set()).add(check);
      }
    }
    if (first === undefined) continue;
    blocking++;
    if (several !== undefined) for (const check of several) byCheck.set(check, (byCheck.get(check) ?? 0) + 1);
    else for (const { check } of first.violations) byCheck.set(check, (byCheck.get(check) ?? 0) + 1);
  }
  const checks = Array.from(byCheck, ([check, count]) => ({ check, workloads: count }));
  return {
    workloads: blocking,
    checks: checks.toSorted((a, b) => b.workloads - a.workloads || compareBytes(a.check, b.check)),
  };
}

/** Whether `--only` lists a namespace. */
export function isListed(namespace: Omit<NamespaceReport, "workloads">, only: OnlyNamespaces): boolean {
  if (only === "ready") return isReadyForMore(namespace);
  if (only === "unlabelled") return namespace.labelsKnown && !namespace.labelled && !namespace.exempt;
  return Object.values(namespace.blocks).some(({ workloads }) => workloads > 0);
}

/** Whether a namespace is ready for a stricter level than enforce has. */
function isReadyForMore({ policy, readyFor }: Pick<NamespaceReport, "policy" | "readyFor">): boolean {
  return policy !== null && readyFor !== null && compareLevels(readyFor, policy.enforce.level) > 0;
}
