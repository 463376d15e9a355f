/** Brings a history into a plan (`plan --history`). */
import { resolvePolicy, type Policy, type ResolvedPolicy } from "../../admission/labels.ts";
import { PresentWorkloads } from "../../audit/present-workloads.ts";
import type { InventoryConsumer } from "../../audit/inventory/consumer.ts";
import { formatLevelVersion } from "../../policy/evaluator.ts";
import { decodeHistory } from "../../report/audit-history/read-history.ts";
import type { EarlierHistory, EarlierNamespace, PlanHistory } from "../../report/plan/plan-history.ts";
import type { Note, ReportSource } from "../../report/report.ts";
import { historyNotes } from "../../rollout/history/history-notes.ts";
import { seenNamespace } from "../../rollout/history/seen-namespace.ts";
import type { NamespaceInput } from "../../rollout/planned-namespace.ts";
import { readHistoryFile } from "../../sources/reports/history-file.ts";

/** The cluster of a plan. */
interface PlanCluster {
  readonly source: ReportSource;
  readonly uid: string | null;
}

/** A history, and the facts that a plan adds. */
interface HistoryForPlan {
  /** Gets the inventory of the plan. */
  readonly consumer: InventoryConsumer;
  readonly history: PlanHistory;
  /** The namespaces with what the history says about them, and the notes on the history. */
  join(
    namespaces: readonly NamespaceInput[],
    cluster: PlanCluster,
    defaults: ResolvedPolicy,
  ): { readonly namespaces: readonly NamespaceInput[]; readonly notes: readonly Note[] };
}

/**
 * Reads a history.
 *
 * @throws UserError if the file cannot be read, or is not the report of a history
 */
export function openHistory(file: string): HistoryForPlan {
  const earlier = readHistoryFile(file, (parts) => decodeHistory(parts, file));
  const known = new Map(earlier.namespaces.map((namespace) => [namespace.name, namespace]));
  const present = new PresentWorkloads();
  const { generatedAt, first, last } = earlier;
  return {
    consumer: present,
    history: { file, generatedAt, first, last },
    join: (namespaces, cluster, defaults) => {
      const isOther = isOtherCluster(earlier, cluster);
      const relabelled: string[] = [];
      const joined = namespaces.map((input): NamespaceInput => {
        const seen = known.get(input.name);
        if (seen === undefined) return { ...input, history: null };
        const { policy } = resolvePolicy(input.labels, defaults);
        const isRelabelled = input.areLabelsKnown && !hasPolicy(seen, policy);
        if (isRelabelled) relabelled.push(input.name);
        const hasTemplate = (kind: string, name: string): boolean => present.hasTemplate(input.name, kind, name);
        const facts = { enforce: policy.enforce.level, applies: !isOther && !isRelabelled };
        return { ...input, history: seenNamespace(seen, hasTemplate, facts) };
      });
      const unknown = joined.filter(({ history }) => history === null).map(({ name }) => name);
      const notes = historyNotes(earlier, { isOther, server: serverOf(cluster), relabelled, unknown });
      return { namespaces: joined, notes };
    },
  };
}

/** Whether a history is certainly about another cluster. One cluster may have several addresses. */
function isOtherCluster({ clusterUid }: EarlierHistory, { uid }: PlanCluster): boolean {
  return clusterUid !== null && uid !== null && clusterUid !== uid;
}

function serverOf({ source }: PlanCluster): string | null {
  return source.type === "cluster" ? source.server : null;
}

/** Whether a history has this policy. A policy that it does not know may be the same. */
function hasPolicy({ enforce, audit }: EarlierNamespace, policy: Policy): boolean {
  return (
    (enforce === null || enforce === formatLevelVersion(policy.enforce)) &&
    (audit === null || audit === formatLevelVersion(policy.audit))
  );
}
