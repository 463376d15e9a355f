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
 * Finds the rejected workloads that the logs do not name: the logs do not reach to now, or lack the requests.
 *
 * @param rejected the workloads of the namespaces that the report is about
 */
export function unloggedOf(
  rejected: readonly RejectedWorkload[],
  { namespaces }: Pick<HistoryReport, "namespaces">,
): readonly RejectedWorkload[] {
  const logged = new Map(namespaces.map(({ name, workloads }) => [name, workloads]));
  return [...Map.groupBy(rejected, ({ namespace }) => namespace)].flatMap(([namespace, some]) =>
    notLogged(some, logged.get(namespace) ?? []),
  );
}

/** Makes the note on rejected workloads that the logs do not name. The command that prints the API server's messages follows the report. */
export function rejectedNotes(others: readonly RejectedWorkload[]): readonly Note[] {
  if (others.length === 0) return [];
  const shown = others.slice(0, SHOWN).map(({ namespace, kind, name }) => `${kind} ${namespace}/${name}`);
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : "";
  const message = `the API server rejects the pods of ${count(others.length, "workload")} now, and the logs do not name ${plural(others.length, "it", "them")}: ${shown.join(", ")}${more}`;
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
