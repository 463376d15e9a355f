import { compareLevels, type Level } from "../api/level.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import type { HistoryVerdict } from "../report/audit-history/history-report.ts";

/** The facts that decide the verdict about a namespace. */
export interface VerdictFacts {
  /** Whether the labels come from a source that has all namespaces, and the namespace is not there. */
  readonly isGone: boolean;
  readonly isExempt: boolean;
  readonly areLabelsKnown: boolean;
  /** Undefined if they are not known. */
  readonly enforce: LevelVersion | undefined;
  readonly audit: LevelVersion | undefined;
  /** Whether the log shows another audit policy after the last change than the labels do. */
  readonly isContradicted: boolean;
  /** Whether the audit policy changed in the log, or may have changed. */
  readonly hasChanged: boolean;
  /** Judged pods since the last change of the audit policy, and all judged pods. */
  readonly pods: number;
  readonly allPods: number;
  readonly notJudged: number;
  readonly errors: number;
  /** The number of workloads that are rejected now, although the log does not name them. */
  readonly rejectedNow: number;
  /** The number of workloads that violate a level now. */
  blocking(level: Level): number;
}

/**
 * Concludes from the log whether a namespace can enforce its audit policy. Silence is no evidence: without the labels, without pods, and without
 * knowing that the audit policy was the same all the time, there is no such conclusion. Neither is there one if a workload is rejected that the log does
 * not name, because the log lacks requests then.
 */
export function verdictOf(facts: VerdictFacts): HistoryVerdict {
  if (facts.isGone) return { type: "unknown", reason: "gone" };
  if (facts.isExempt) return { type: "unknown", reason: "exempt" };
  const { enforce, audit } = facts;
  const target = targetOf(enforce, audit);
  if (target !== undefined) {
    const workloads = facts.blocking(target.level);
    if (workloads > 0) return { type: "blocked", ...named(target), workloads };
  }
  if (!facts.areLabelsKnown || audit === undefined || enforce === undefined)
    return { type: "unknown", reason: "no-labels" };
  if (target === undefined) {
    if (enforce.level === "restricted") return { type: "enforced", ...named(enforce) };
    return { type: "unknown", reason: "not-audited" };
  }
  // They violate the enforced level, and so the stricter one, too.
  if (facts.rejectedNow > 0) return { type: "unknown", reason: "rejected-now" };
  if (facts.errors > 0) return { type: "unknown", reason: "errors" };
  if (facts.isContradicted) return { type: "unknown", reason: "policy-changed" };
  if (facts.notJudged > 0) return { type: "unknown", reason: "not-judged" };
  if (facts.pods > 0) return { type: "could-enforce", ...named(target) };
  if (facts.hasChanged && facts.allPods > 0) return { type: "unknown", reason: "policy-changed" };
  return { type: "not-seen", ...named(target) };
}

/** The audit policy, if it is stricter than enforce. */
function targetOf(enforce: LevelVersion | undefined, audit: LevelVersion | undefined): LevelVersion | undefined {
  if (audit === undefined || audit.level === "privileged") return undefined;
  return enforce !== undefined && compareLevels(audit.level, enforce.level) <= 0 ? undefined : audit;
}

function named({ level, version }: LevelVersion): { readonly level: Level; readonly version: string } {
  return { level, version: version.text };
}
