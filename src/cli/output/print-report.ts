import { CHECKS } from "../../app/standards.ts";
import type { Note, Report } from "../../report/report.ts";
import {
  isGuarded,
  needsFiles,
  renderDiagnostics,
  renderNext,
  renderReport,
  type Format,
  type Style,
} from "../../render/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { exitCodeOf, type ExitCode } from "../exit-codes.ts";
import { formatsOf, type Outputs } from "../options/output-options.ts";
import type { ReportFile } from "./report-files.ts";
import {
  guardedChunks,
  say,
  timeOf,
  timestampOf,
  wantsColour,
  widthOf,
  writeAll,
  type Io,
  type OutputStream,
} from "../terminal/io.ts";

/**
 * Writes a report to standard output and to files, the notes about its inputs to standard error, and at the end the next command.
 *
 * @param details whether to print all facts about each namespace, and not only the result
 * @param suggestions writes the next command, which ends a table on a terminal
 * @param files the files that get the report as well
 */
export async function printReport(
  plain: Report,
  flags: {
    readonly output: Outputs<Format>;
    readonly headers: boolean;
    readonly messages?: boolean;
    readonly updateAccept?: string;
    readonly timestamp: boolean;
  },
  io: Io,
  details: boolean,
  suggestions: Suggestions,
  files: readonly ReportFile<Format>[] = [],
): Promise<ExitCode> {
  const { headers, messages = false, timestamp, updateAccept } = flags;
  const output = flags.output.stdout;
  // This is before anything is printed, because a reader may be slow.
  const time = timeOf(io);
  const report = timestamp ? { ...plain, generatedAt: timestampOf(time) } : plain;
  const finished = timestamp ? { finished: time / 1000 } : {};
  const kubectl = (words: readonly string[]): string => suggestions.kubectl(words).text;
  const style = (stream: OutputStream): Style => ({
    ...styleOf(stream, io, { headers, details, suggestions: withoutAbsent(suggestions, report.notes) }),
    messages,
    ...finished,
    kubectl,
    ...(updateAccept !== undefined && { updateAccept }),
  });
  const { GITHUB_STEP_SUMMARY: summary = "" } = io.env;
  // A file gets what a pipe would get.
  const fileStyle: Style = {
    ...{ headers, details, messages, width: Infinity, colour: false, checks: CHECKS, kubectl },
    ...finished,
  };
  let isPrinted = false;
  // The files come first: if one cannot be written, the exit code is not that of the report, and the report must not name it.
  let written = 0;
  await writeOutputs([
    ...files.map(({ format, write }) => async () => {
      await write(guardedChunks(await renderReport(report, format, fileStyle), isGuarded(format)));
      written++;
    }),
    async () => {
      const hasExitCode = written === files.length;
      const document = await renderReport(report, output, { ...style(io.stdout), hasExitCode });
      await writeAll(io.stdout, document, { isGuarded: isGuarded(output) });
      isPrinted = true;
    },
    async () => {
      if (report.notes.length === 0 && report.unreadable.length === 0) return;
      // An incomplete document does not contain the notes, so they are printed as for a table.
      await writeAll(io.stderr, await renderDiagnostics(report, isPrinted ? output : "table", style(io.stderr)));
    },
    async () => {
      if (output !== "github" || summary === "") return;
      // Loaded only in a workflow: nothing else pays for it.
      const { appendStepSummary } = await import("./step-summary.ts");
      const fault = await appendStepSummary(summary, await renderReport(report, "markdown", style(io.stdout)));
      if (fault !== undefined) say(io.stderr, `warning: the summary of the step: ${fault}`);
    },
  ]);
  if (hasFileless(report)) {
    const text = report.manifests === undefined ? filelessText : unplacedText;
    for (const format of new Set(formatsOf(flags.output).filter(needsFiles))) say(io.stderr, `note: ${text(format)}`);
  }
  if (isPrinted) await writeAll(io.stdout, await renderNext(report, output, style(io.stdout)));
  return exitCodeOf(report);
}

/** Says who refuses the entries of a format that are about no file. */
function filelessText(format: Format): string {
  const reader = { sarif: "GitHub's code scanning refuses the upload", rdjson: "reviewdog shows nothing of it" };
  const effect = format === "sarif" || format === "rdjson" ? reader[format] : "GitLab links its entries to no file";
  return `-o ${format} of a cluster names no files, so ${effect}. --map DIR names those of the manifests. Or lint them: kubectl pss lint -o ${format} PATH`;
}

/** Whether a violation of a cluster is in no file. */
function hasFileless({ source, namespaces }: Report): boolean {
  if (source.type !== "cluster") return false;
  return namespaces.some(({ workloads }) => workloads.some((one) => one.source === null && one.violations.length > 0));
}

/** Says where a format has the violations of workloads without a manifest (`--map`). */
function unplacedText(format: Format): string {
  if (format === "sarif")
    return "-o sarif: violations without a manifest are in the notifications of the run, and not in its results";
  return `-o ${format}: violations without a manifest are in no file${format === "rdjson" ? ", so reviewdog does not show them" : ""}`;
}

/**
 * Writes several outputs in order. A failure of one does not prevent the others.
 *
 * @throws the first failure, after all outputs
 */
export async function writeOutputs(outputs: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const write of outputs) {
    try {
      await write();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Suggestions without the namespaces that the run names and that do not exist. */
export function withoutAbsent(suggestions: Suggestions, notes: readonly Note[]): Suggestions {
  const absent = notes.flatMap((note) => note.absent ?? []);
  return { ...suggestions, pss: (words) => suggestions.pss(words, absent) };
}

/** The style of text on a stream. Only a terminal gets suggestions, and only with headings. */
export function styleOf(
  stream: OutputStream,
  io: Io,
  { suggestions, ...wanted }: Pick<Style, "headers" | "details"> & { readonly suggestions: Suggestions },
): Style {
  const isSuggested = stream.isTTY === true && wanted.headers;
  return {
    ...wanted,
    width: widthOf(stream),
    colour: wantsColour(stream, io.env),
    checks: CHECKS,
    ...(isSuggested && { suggestions }),
  };
}
