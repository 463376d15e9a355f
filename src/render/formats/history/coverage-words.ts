/** The sentences about the coverage of a history. Names of files are not escaped here. */
import { count, plural } from "../../../api/words/plural.ts";
import { timeOfUtc } from "../../../api/words/utc-time.ts";
import type { EventCount, HistoryCoverage, HistoryReport } from "../../../report/audit-history/history-report.ts";

/** In milliseconds. A shorter time without events is usual. */
const HOUR = 3_600_000;

/** The facts about the coverage, a sentence each. */
export function coverageTexts({ coverage, files, labels, unreadLabels }: HistoryReport): readonly string[] {
  const { events, first, last, gaps, allGaps, stages, levels } = coverage;
  const numbers = (counts: readonly EventCount[]): string =>
    counts.map(({ name, events: number }) => `${number} ${name}`).join(", ");
  const spanned = first === null || last === null ? "" : `, from ${first} to ${last}`;
  return [
    `${count(events, "event")} in ${count(files, "file")}${spanned}.`,
    ...(events > 0 ? [`Stages: ${numbers(stages)}. Audit levels: ${numbers(levels)}.`] : []),
    labelsText(labels, unreadLabels),
    ...windowTexts(coverage),
    ...(allGaps > 0
      ? [
          `${count(allGaps, "gap")} of more than an hour without events: ${gaps.map(({ from, to }) => `${from} to ${to}`).join(", ")}${allGaps > gaps.length ? ", and shorter ones" : ""}.`,
        ]
      : []),
    ...namelessTexts(coverage),
    ...lossTexts(coverage),
  ];
}

function labelsText(labels: HistoryReport["labels"], unread: HistoryReport["unreadLabels"]): string {
  if (labels === null) return "The labels of namespaces are not known.";
  if (labels.type === "files") return "The labels of namespaces are from a file.";
  const of = unread?.namespaces === null ? "some namespaces" : count(unread?.namespaces ?? 0, "namespace");
  const without = unread === null ? "" : `; those of ${of} are not known`;
  return `The labels of namespaces are from the cluster ${labels.context ?? labels.server}${without}.`;
}

/** The window of the flags, and the times at its ends for which the logs have no event. */
function windowTexts({ since, until, first, last }: HistoryCoverage): readonly string[] {
  if (since === null && until === null) return [];
  const window = `Only events ${[since && `since ${since}`, until && `until ${until}`].filter(Boolean).join(" and ")} count.`;
  if (first === null || last === null) return [window];
  const missing = [
    ...(since !== null && isLong(since, first) ? [`${since} to ${first}`] : []),
    ...(until !== null && isLong(last, until) ? [`${last} to ${until}`] : []),
  ];
  return missing.length === 0 ? [window] : [`${window} The logs have no event from ${missing.join(", and from ")}.`];
}

function isLong(from: string, to: string): boolean {
  return timeOfUtc(to) - timeOfUtc(from) > HOUR;
}

function namelessTexts({ pods, nameless }: HistoryCoverage): readonly string[] {
  if (nameless === 0) return [];
  return [
    `For ${nameless} of ${count(pods, "created pod")} the log names neither the pod nor its owner. An audit rule with level Request for the creation of pods logs the owner.`,
  ];
}

function lossTexts({
  dryRuns,
  truncated,
  cut,
  bad,
  firstBad,
  other,
  repeated,
  failedOpen,
  invalidAnnotations,
}: HistoryCoverage) {
  const places = firstBad.map(({ file, record, reason }) => `${file}:${record} (${reason})`);
  const facts: readonly (readonly [number: number, text: string])[] = [
    [dryRuns, `${count(dryRuns, "dry run")}, which ${plural(dryRuns, "does", "do")} not count.`],
    [
      repeated,
      `${count(repeated, "event")} in the logs more than once, which ${plural(repeated, "counts", "count")} once.`,
    ],
    [truncated, `${count(truncated, "event")} that the API server has truncated.`],
    [cut, `${count(cut, "event")} that the log service has cut off: they are lost.`],
    [bad, `${count(bad, "record")} that cannot be read: ${places.join(", ")}${bad > places.length ? " …" : ""}.`],
    [other, `${count(other, "record")} that ${plural(other, "is", "are")} no audit event.`],
    [failedOpen, `${count(failedOpen, "request")} that a webhook did not answer, so its silence proves nothing.`],
    [
      invalidAnnotations,
      `${count(invalidAnnotations, "annotation")} with a value that Pod Security Admission never writes: not counted.`,
    ],
  ];
  return facts.filter(([number]) => number > 0).map(([, text]) => text);
}
