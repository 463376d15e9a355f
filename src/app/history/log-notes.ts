/** The notes on what the logs lack. */
import { count, plural } from "../../api/words/plural.ts";
import { notLogged, type RejectedWorkload } from "../../history/sightings/rejected.ts";
import type { HistoryReport } from "../../report/audit-history/history-report.ts";
import type { Note } from "../../report/report.ts";
import type { LogCounts } from "../../sources/logs/read-logs.ts";

/** The share of lost records from which on a log counts as unreadable. */
const MAX_LOST = 0.01;
/** The names that a note has at most. */
const SHOWN = 5;

/**
 * Makes the note on rejected workloads without a violation in the logs: the logs do not reach to now, or lack the requests.
 *
 * @param rejected the workloads of the namespaces that the report is about
 */
export function rejectedNotes(
  rejected: readonly RejectedWorkload[],
  { namespaces }: Pick<HistoryReport, "namespaces">,
): readonly Note[] {
  const logged = new Map(namespaces.map(({ name, workloads }) => [name, workloads]));
  const others = [...Map.groupBy(rejected, ({ namespace }) => namespace)].flatMap(([namespace, some]) =>
    notLogged(some, logged.get(namespace) ?? []),
  );
  const [first] = others;
  if (first === undefined) return [];
  const shown = others.slice(0, SHOWN).map(({ namespace, kind, name }) => `${kind} ${namespace}/${name}`);
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : "";
  const message = `the API server rejects the pods of ${count(others.length, "workload")} now, and the logs do not name ${plural(others.length, "it", "them")}: ${shown.join(", ")}${more}. Its messages: kubectl pss audit -n ${first.namespace}`;
  return [noteOf(message)];
}

/** Whether so many records are lost that the logs count as unreadable: more than 1 %. */
export function isLossLarge({ events, bad, cut }: LogCounts): boolean {
  const lost = bad + cut;
  return events > 0 && lost > MAX_LOST * (events + lost);
}

/** Makes the note on lost records that are too few to make the logs unreadable: violations may be among them. */
export function lostNotes(counts: LogCounts): readonly Note[] {
  const { events, bad, cut } = counts;
  if (events === 0 || bad + cut === 0 || isLossLarge(counts)) return [];
  const causes = [
    ...(bad > 0 ? [`${bad} cannot be read`] : []),
    ...(cut > 0 ? [`the log service has cut off ${cut}`] : []),
  ];
  return [
    noteOf(
      `the verdicts do not count ${bad + cut} of ${count(events + bad + cut, "record")}, which may contain violations: ${causes.join(", ")}`,
    ),
  ];
}

function noteOf(message: string): Note {
  return { severity: "warning", code: "partial-history", message, source: null };
}
