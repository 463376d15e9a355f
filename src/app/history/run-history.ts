import type { UsedFile } from "../../api/files.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { meantName } from "../../api/words/nearest-name.ts";
import { quote } from "../../api/words/quoted.ts";
import { UserError } from "../../api/user-error.ts";
import { History } from "../../history/history.ts";
import type { HistoryReport } from "../../report/audit-history/history-report.ts";
import type { Note, Unreadable } from "../../report/report.ts";
import { findLogs, type LogInput } from "../../sources/logs/log-inputs.ts";
import { readLogs, type LogCounts, type LogFault } from "../../sources/logs/read-logs.ts";
import { parseSelector } from "../../workloads/selector.ts";
import { refuseClusterFlags, withoutUnusedNamespaces } from "../inputs/objects-request.ts";
import { readClusterConfiguration } from "../inputs/read-configuration.ts";
import type { Terminal } from "../terminal.ts";
import type { HistoryRequest } from "./history-request.ts";
import { isLossLarge, lostNotes, rejectedNotes, unloggedOf } from "./log-notes.ts";
import { readPresentWorkloads } from "./present-workloads.ts";
import { readKnownNamespaces, type KnownNamespaces } from "./known-namespaces.ts";

/**
 * Reads audit logs, and finds out what they show about namespaces.
 *
 * @throws UserError if the request is wrong, or an argument names nothing
 */
export async function runHistory(asked: HistoryRequest, terminal: Terminal): Promise<HistoryReport> {
  const request = withUsedNamespaces(asked);
  refuseContradictions(request);
  const inputs = findLogs(request.paths);
  request.refuseReplacing(logsAmong(inputs));
  const configuration = await readClusterConfiguration(request.admissionConfig, terminal);
  const known = await readKnownNamespaces(request, terminal);
  const { since, until, selector, failOn } = request;
  const names = request.namespace === undefined ? undefined : new Set(request.namespace);
  const includes = (name: string): boolean =>
    selector === undefined ? names?.has(name) !== false : known.labels.has(name);
  const history = new History({
    ...configuration,
    since,
    until,
    labels: known.labels,
    hasAllNamespaces: known.hasAll,
    includes,
  });
  const { counts, faults } = await readLogs(inputs, history, () => terminal.streamStandardInput("an audit log"));
  const { files, cut, bad, firstBad, other, repeated } = counts;
  const isAsked = known.source !== null;
  const present = isAsked ? await readPresentWorkloads(request, history.suspects, terminal) : undefined;
  const rejected = (present?.rejected ?? []).filter(({ namespace }) => includes(namespace));
  const parts = history.parts({ cut, bad, firstBad, other, repeated }, present?.find, rejected);
  const unlogged = unloggedOf(rejected, parts);
  const absent = absentNames(request, parts);
  return {
    kind: "HistoryReport",
    files,
    labels: known.source,
    unreadLabels: known.unread,
    clusterUid: known.clusterUid,
    names: request.namespace === undefined ? null : [...new Set(request.namespace)].toSorted(),
    selector: selector ?? null,
    failOn,
    ...parts,
    unlogged: {
      namespaces: [...new Set(unlogged.map(({ namespace }) => namespace))].toSorted(compareBytes),
      file: request.namespaces ?? null,
    },
    notes: [
      ...known.notes,
      ...(present?.notes ?? []),
      ...rejectedNotes(unlogged),
      ...lostNotes(counts),
      ...absent.map((name) => absentNote(name, request, known)),
      ...skippedFiles(faults),
    ],
    unreadable: [...known.unreadable, ...unreadableLogs(faults, counts)],
  };
}

/** A request whose -n names no namespace twice; as for kubectl, an empty -n counts as absent. */
function withUsedNamespaces({ namespace, ...request }: HistoryRequest): HistoryRequest {
  const { verbosity } = request;
  const used = withoutUnusedNamespaces({ verbosity, ...(namespace !== undefined && { namespace }) });
  return { ...request, ...(used.namespace !== undefined && { namespace: used.namespace }) };
}

/**
 * The namespaces of -n that neither the labels nor the logs have.
 *
 * @throws UserError if these are all
 */
function absentNames(
  { namespace = [] }: HistoryRequest,
  { namespaces }: Pick<HistoryReport, "namespaces">,
): readonly string[] {
  const found = new Set(namespaces.map(({ name }) => name));
  const absent = namespace.filter((name) => !found.has(name));
  if (absent.length === 0 || found.size > 0) return absent;
  throw new UserError(
    `the logs have nothing about ${absent.map((name) => quote(name)).join(", ")}`,
    "Check the names given with -n.",
  );
}

const LIST_NAMESPACES = "to list those that exist: kubectl get namespaces";

/** A file may have a namespace with a similar name. Of a cluster, only the named ones are read. */
function absentNote(name: string, request: HistoryRequest, { labels }: KnownNamespaces): Note {
  const others = [...labels.keys()].filter((one) => request.namespace?.includes(one) !== true);
  const isCluster = request.namespaces === undefined;
  const advice = meantName(name, others, isCluster ? LIST_NAMESPACES : "check the name given with -n");
  const message = `the logs have nothing about namespace ${quote(name)}, and its labels are not known; ${advice}`;
  return { severity: "warning", code: "unknown-namespace", message, source: null, absent: name };
}

/** @throws UserError if flags contradict each other */
function refuseContradictions(request: HistoryRequest): void {
  const { since, until, selector, namespace, namespaces, paths } = request;
  if (namespaces !== undefined) refuseClusterFlags(request, "--namespaces");
  if (selector !== undefined) parseSelector(selector);
  if (selector !== undefined && namespace !== undefined) {
    throw new UserError(
      "-n and -l contradict each other",
      "A selector chooses among all namespaces; leave one of them out.",
    );
  }
  if (since !== undefined && until !== undefined && since >= until) {
    throw new UserError("--since is not before --until", "No event is in this window; check both times.");
  }
  if (namespaces === "-" && paths.includes("-")) {
    throw new UserError("standard input can be read only once", "Give the logs or --namespaces as a file.");
  }
}

/** The files among the inputs. In a directory of logs, a report of an earlier run is skipped. */
function logsAmong(inputs: readonly LogInput[]): readonly UsedFile[] {
  return inputs.flatMap((input) =>
    input.type === "file" ? [{ file: input.path, role: "a log that the run reads", exceptReports: true }] : [],
  );
}

function skippedFiles(faults: readonly LogFault[]): readonly Note[] {
  return faults
    .filter(({ isSkipped }) => isSkipped)
    .map(({ file, message }) => ({
      severity: "info",
      code: "skipped-file",
      message: `${message}; skipped`,
      source: placeOf(file),
    }));
}

/** The files that are no audit logs. If a directory contains none, its files count, too. */
function unreadableLogs(faults: readonly LogFault[], counts: LogCounts): readonly Unreadable[] {
  const unread = faults.filter(({ isSkipped }) => !isSkipped || counts.files === 0);
  const lost = counts.bad + counts.cut;
  return [
    ...unread.map(({ file, message }) => ({ message, source: placeOf(file), list: null })),
    ...(isLossLarge(counts)
      ? [
          {
            message: `more than 1 % of the records cannot be read: ${lost} of ${counts.events + lost}`,
            source: null,
            list: null,
          },
        ]
      : []),
  ];
}

function placeOf(file: string): { readonly file: string; readonly document: number; readonly line: number } {
  return { file, document: 0, line: 1 };
}
