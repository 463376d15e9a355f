import { CHECKS } from "../policy/checks.ts";
import type { Report, WorkloadReport } from "../report/report.ts";
import { compareEntries, entryKey } from "./entries.ts";
import { escapeGlob } from "./glob.ts";
import type { AcceptedEntry } from "../report/acceptance.ts";

/** The new entries of a list. */
export interface ListUpdate {
  /** Sorted. */
  readonly entries: readonly AcceptedEntry[];
  /** The number of new entries. Those that replace an entry that is over are among them. */
  readonly added: number;
  /** The number of entries that were removed because they match nothing any more. */
  readonly removed: number;
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
 * @param reason the reason of the new entries
 */
export function updateEntries(
  report: Report,
  list: readonly AcceptedEntry[],
  isStale: (entry: AcceptedEntry) => boolean,
  reason: string,
): ListUpdate {
  const kept = list.filter((entry) => !isStale(entry));
  const news = new Map<string, AcceptedEntry>();
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      for (const entry of openEntries(workload, reason)) news.set(entryKey(entry), entry);
    }
  }
  // An open violation whose entry is in the list: the entry is over, and the new one replaces it.
  const others = kept.filter((entry) => !news.has(entryKey(entry)));
  return {
    entries: [...others, ...news.values()].toSorted(compareEntries),
    added: news.size,
    removed: list.length - kept.length,
  };
}

/** The entries for the fields of a workload that nothing accepts. The same violation at several levels has the same entry. */
function openEntries(workload: WorkloadReport, reason: string): AcceptedEntry[] {
  const about = {
    namespace: escapeGlob(workload.namespace),
    kind: escapeGlob(workload.kind),
    name: patternOf(workload),
  };
  return workload.results.flatMap(({ violations }) =>
    violations.flatMap(({ check, accepted, fields }) => {
      if (accepted !== null) return [];
      if (!OF_CONTAINERS.has(check)) return [{ ...about, check, reason }];
      const open = fields.filter((field) => field.accepted === undefined);
      const containers = new Set(open.map(({ container = "" }) => escapeGlob(container)));
      return Array.from(containers, (container) => ({ ...about, check, container, reason }));
    }),
  );
}

/** The pattern of a workload's name. The end of a generated name is a star. */
function patternOf({ stableName }: WorkloadReport): string {
  const stem = /^(.*)\*$/s.exec(stableName)?.[1];
  return stem === undefined ? escapeGlob(stableName) : `${escapeGlob(stem)}*`;
}
