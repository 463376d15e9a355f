import type { Level } from "../api/level.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { utcText } from "../api/words/utc-time.ts";
import { exemptNamespace } from "../admission/exemptions.ts";
import { resolvePolicy } from "../admission/labels.ts";
import { formatLevelVersion, type LevelVersion } from "../policy/evaluator.ts";
import type {
  HistoryDay,
  HistoryNamespace,
  HistoryPolicy,
  HistoryReport,
  HistoryVerdict,
} from "../report/audit-history/history-report.ts";
import type { NamespaceHistory } from "./namespaces/namespace-history.ts";
import type { HistoryOptions } from "./options.ts";
import { cleanTimes, type CleanTimes } from "./sightings/clean-times.ts";
import { notLogged, type RejectedWorkload } from "./sightings/rejected.ts";
import { isBlocking, reportedWorkloads, type SeenWorkload } from "./sightings/seen-workloads.ts";
import type { FindPresent } from "./sightings/present.ts";
import { verdictOf } from "./verdict.ts";
import type { WorkloadLives } from "./sightings/workload-lives.ts";

/** The parts of a report that a log and the labels decide. */
export type HistoryParts = Pick<HistoryReport, "namespaces" | "days" | "coverage">;

/** Makes the parts of the report about namespaces. */
export function historyParts(
  namespaces: ReadonlyMap<string, NamespaceHistory>,
  lives: WorkloadLives,
  options: HistoryOptions,
  find: FindPresent,
  rejected: readonly RejectedWorkload[],
): Pick<HistoryParts, "namespaces" | "days"> {
  const sorted = [...namespaces].toSorted(([a], [b]) => compareBytes(a, b));
  const clean = cleanTimes(lives);
  const byNamespace = Map.groupBy(rejected, ({ namespace }) => namespace);
  const reported = sorted.map(([name, namespace]) =>
    namespaceReport(name, namespace, { lives, clean, find, rejected: byNamespace.get(name) ?? [] }, options),
  );
  return { namespaces: reported, days: sumOfDays(reported) };
}

/** The facts about the workloads of a namespace, besides the log of their violations. */
interface NamespaceFacts {
  readonly lives: WorkloadLives;
  readonly clean: CleanTimes;
  readonly find: FindPresent;
  /** Those of the namespace that are rejected now. */
  readonly rejected: readonly RejectedWorkload[];
}

function namespaceReport(
  name: string,
  namespace: NamespaceHistory,
  { find, rejected, ...others }: NamespaceFacts,
  { labels, hasAllNamespaces, defaults, exemptions }: HistoryOptions,
): HistoryNamespace {
  const known = labels.get(name);
  const policy = known && resolvePolicy(known, defaults).policy;
  const { changes } = namespace;
  const enforce = policy?.enforce ?? namespace.enforce;
  const audit = policy?.audit ?? changes.audit ?? namespace.audit;
  const since = changes.time;
  const seen = namespace.days.podsSince(since ?? -Infinity);
  const all = namespace.days.podsSince(-Infinity);
  const workloads = reportedWorkloads(namespace, {
    ...others,
    enforce,
    audit,
    since: since ?? -Infinity,
    find: (kind, own) => find(name, kind, own),
  });
  const verdict = verdictOf({
    isGone: hasAllNamespaces && known === undefined,
    isExempt: namespace.isExempt || exemptNamespace(name, exemptions) !== undefined,
    areLabelsKnown: policy !== undefined || changes.audit !== undefined,
    enforce,
    audit,
    isContradicted: audit !== undefined && isContradicted(namespace, audit),
    hasChanged: since !== undefined,
    pods: seen.pods,
    allPods: all.pods,
    notJudged: namespace.notJudged,
    errors: namespace.errors,
    rejectedNow: notLogged(rejected, workloads).length,
    blocking: (level) => countBlocking(workloads, level) + (namespace.folded > 0 ? 1 : 0),
  });
  const level = levelOf(verdict);
  const from = policy === undefined ? "log" : "labels";
  const { violations, denied, exempt, errors, first, last, folded } = namespace;
  return {
    name,
    enforce: policyOf(enforce, from),
    audit: policyOf(audit, from),
    auditSince: since === undefined ? null : utcText(since),
    verdict,
    evidence: {
      pods: seen.pods,
      days: seen.days,
      notJudged: namespace.notJudged,
      firstPod: timeOf(seen.first),
      lastPod: timeOf(seen.last),
    },
    violations,
    denied,
    exempt,
    errors,
    first: timeOf(first),
    last: timeOf(last),
    workloads: workloads.map((workload) =>
      workload.report(level !== undefined && isBlocking(workload, workloads, level)),
    ),
    folded,
    days: namespace.days.days,
  };
}

/** Whether the log shows another audit policy since the last change in it, so that the policy of now began at an unknown time. */
function isContradicted(namespace: NamespaceHistory, audit: LevelVersion): boolean {
  const { time = -Infinity, audit: changed } = namespace.changes;
  if (changed !== undefined && formatLevelVersion(changed) !== formatLevelVersion(audit)) return true;
  return namespace.lastOtherAudit(audit) > time;
}

function countBlocking(workloads: readonly SeenWorkload[], level: Level): number {
  return workloads.filter((workload) => isBlocking(workload, workloads, level)).length;
}

function levelOf(verdict: HistoryVerdict): Level | undefined {
  return verdict.type === "blocked" ? verdict.level : undefined;
}

function policyOf(policy: LevelVersion | undefined, from: HistoryPolicy["from"]): HistoryPolicy | null {
  return policy === undefined ? null : { level: policy.level, version: policy.version.text, from };
}

function timeOf(time: number): string | null {
  return Number.isFinite(time) ? utcText(time) : null;
}

/** Adds up the days of all namespaces. */
function sumOfDays(namespaces: readonly HistoryNamespace[]): readonly HistoryDay[] {
  const sums = new Map<string, HistoryDay>();
  for (const { day, pods, violations, denied } of namespaces.flatMap(({ days }) => days)) {
    const sum = sums.get(day) ?? { day, pods: 0, violations: 0, denied: 0 };
    sums.set(day, {
      day,
      pods: sum.pods + pods,
      violations: sum.violations + violations,
      denied: sum.denied + denied,
    });
  }
  return [...sums.values()].toSorted((a, b) => compareBytes(a.day, b.day));
}
