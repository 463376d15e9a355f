import { CHECKS } from "../policy/checks.ts";
import type { Report, WorkloadReport } from "../report/report.ts";
import { compareEntries, entryKey } from "./entries.ts";
import { escapeGlob } from "./glob.ts";
import { RuleIndex, type AcceptedRule } from "./rule.ts";
import type { AcceptedEntry } from "../report/acceptance.ts";

/** The new entries of a list. */
export interface ListUpdate {
  /** Sorted. */
  readonly entries: readonly AcceptedEntry[];
  /** The number of new entries. */
  readonly added: number;
  /** The number of entries that were removed because they match nothing any more. */
  readonly removed: number;
  /** The number of entries that are over, and stay as they are: a new day is a decision of a person. */
  readonly expired: number;
  /** The number of entries that match nothing and stay, because the run is incomplete. */
  readonly unknown: number;
}

/** The checks with fields of containers. A violation of another check is about the whole pod. */
const OF_CONTAINERS: ReadonlySet<string> = new Set(
  CHECKS.filter(({ restrictedFields }) => restrictedFields.some((field) => field.includes("ontainers[*]"))).map(
    ({ id }) => id,
  ),
);

/**
 * Adds the violations of a report that nothing accepts yet to a list, and removes entries from it.
 *
 * @param report a report in which accepted violations are marked, and workloads have stable names
 * @param isStale whether the run shows that an entry of the list matches nothing any more
 * @param isUnknown whether an entry matches nothing, and the run is incomplete
 * @param expired the rules that are over, and match a violation that no other rule accepts. Their violations get no new entries
 * @param words the reason and the last day of the new entries
 */
export function updateEntries(
  report: Report,
  list: readonly AcceptedEntry[],
  { isStale, isUnknown }: Record<"isStale" | "isUnknown", (entry: AcceptedEntry) => boolean>,
  expired: Iterable<AcceptedRule>,
  words: Pick<AcceptedEntry, "reason" | "until">,
): ListUpdate {
  const kept = list.filter((entry) => !isStale(entry));
  const over = [...expired];
  const index = new RuleIndex(over);
  const news = new Map<string, AcceptedEntry>();
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      const rules = index.about(workload);
      const isOver = (check: string, container: string) => rules.some((rule) => rule.accepts(check, container));
      for (const entry of openEntries(workload, isOver, words)) news.set(entryKey(entry), entry);
    }
  }
  const overEntries = new Set(over.map(({ entry }) => entry));
  return {
    entries: [...kept, ...news.values()].toSorted(compareEntries),
    added: news.size,
    removed: list.length - kept.length,
    expired: kept.filter((entry) => overEntries.has(entry)).length,
    unknown: kept.filter(isUnknown).length,
  };
}

/** The entries for the fields of a workload that nothing accepts or has accepted before. The same violation at several levels has the same entry. */
function openEntries(
  workload: WorkloadReport,
  isOver: (check: string, container: string) => boolean,
  words: Pick<AcceptedEntry, "reason" | "until">,
): AcceptedEntry[] {
  const about = {
    namespace: escapeGlob(workload.namespace),
    kind: escapeGlob(workload.kind),
    name: patternOf(workload),
  };
  return workload.results.flatMap(({ violations }) =>
    violations.flatMap(({ check, accepted, fields }) => {
      if (accepted !== null) return [];
      const open = fields.filter(({ accepted: own, container = "" }) => own === undefined && !isOver(check, container));
      if (!OF_CONTAINERS.has(check)) {
        const isNew = fields.length === 0 ? !isOver(check, "") : open.length > 0;
        return isNew ? [{ ...about, check, ...words }] : [];
      }
      const containers = new Set(open.map(({ container = "" }) => escapeGlob(container)));
      return Array.from(containers, (container) => ({ ...about, check, container, ...words }));
    }),
  );
}

/** The pattern of a workload's name. The end of a generated name is a star. */
function patternOf({ stableName }: WorkloadReport): string {
  const stem = /^(.*)\*$/s.exec(stableName)?.[1];
  return stem === undefined ? escapeGlob(stableName) : `${escapeGlob(stem)}*`;
}
