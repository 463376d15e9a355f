/** Prints and writes the edits of manifests. The bundle has it and the use case in a separate file, since no other command needs them. */
import { runFix, withoutFiles, type FixRequest } from "../../../app/fix.ts";
import type { FixOutcome, FixReport, FixedWorkload } from "../../../report/fix/fix-report.ts";
import { placeText } from "../../../report/place.ts";
import { renderDiagnostics, type Style } from "../../../render/format.ts";
import { renderFix, renderFixSummary, type FixFormat } from "../../../render/formats/fix/format.ts";
import type { Suggestions } from "../../../render/terminal/style.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { terminalOf } from "../../terminal/app-terminal.ts";
import { say, writeAll, writeBytes, type Io, type OutputStream } from "../../terminal/io.ts";
import { styleOf, writeOutputs } from "../print-report.ts";
import { writeEdits } from "./write-edits.ts";

/** The flags for the output of a fix. */
interface FixOutput {
  /** Undefined if no flag names it: then a filter prints the stream, and a run that writes prints nothing. */
  readonly format: FixFormat | undefined;
  readonly writes: boolean;
  readonly hasExitCode: boolean;
  readonly headers: boolean;
}

/**
 * Finds the edits of manifests, prints or writes them, and says on standard error what is left.
 *
 * @throws UserError if the request is wrong, or there is nothing to read
 */
export async function printFix(
  request: FixRequest,
  { format, writes, hasExitCode, headers }: FixOutput,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const { report: found, stream } = await runFix(request, terminalOf(io));
  let report = found;
  const outcome: FixOutcome = request.isFilter ? "filtered" : writes ? "written" : "shown";
  const style = (stream: OutputStream): Style => styleOf(stream, io, { headers, details: true, suggestions });
  await writeOutputs([
    // Before the report is printed, which says what was written.
    async () => {
      if (writes)
        report =
          isEvidenceUnread(report) && !request.isForced
            ? unwritten(report, io)
            : withoutFiles(report, await writeEdits(report.files, io));
    },
    async () => {
      // The text of the user, on its way to another program, is not guarded.
      if (stream !== undefined && "pieces" in stream) await writeAll(io.stdout, stream.pieces, { isGuarded: false });
      else if (stream !== undefined) await writeBytes(io.stdout, stream.bytes);
      else if (format !== undefined || !writes) {
        await writeAll(io.stdout, await renderFix(report, format ?? "diff", style(io.stdout)));
      }
    },
    async () => {
      const notes = report.notes.filter(({ severity }) => severity !== "info");
      const extent = { notes, unreadable: report.unreadable, summary: { namespaces: 0 } };
      await writeAll(io.stderr, await renderDiagnostics(extent, "table", style(io.stderr)));
      await writeAll(io.stderr, await renderFixSummary(report, outcome, style(io.stderr)));
    },
  ]);
  const { summary, files } = report;
  const unpatched = format === "patch" ? report.workloads.filter(isWithoutPatch) : [];
  for (const { source, kind, name } of unpatched) say(io.stderr, `${placeText(source)}: ${kind}/${name} ${NO_PATCH}`);
  const isIncomplete = unpatched.length > 0 || summary.unreadable > 0 || files.some(({ failure }) => failure !== null);
  // A post-renderer must not fail because of a document that passes through.
  if (!request.isFilter) {
    if (report.notes.some(({ severity }) => severity === "error")) return EXIT.wrong;
    if (isIncomplete) return EXIT.incomplete;
  }
  const isLeft = summary.remaining > 0 || (outcome === "shown" && summary.edits > 0);
  return hasExitCode && isLeft ? EXIT.violations : EXIT.ok;
}

const NO_PATCH =
  "has no strategic merge patch: it is a custom resource, or items of a list have no name or containerPort; -o json6902 and -o kustomize have its edits";

function isWithoutPatch({ patch, operations }: FixedWorkload): boolean {
  return patch === null && operations.length > 0;
}

/** Whether evidence was requested, and no pod of it could be read. It might have said that an edit breaks a workload. */
function isEvidenceUnread({ evidence }: FixReport): boolean {
  return evidence !== undefined && evidence.pods === 0 && !evidence.isWhole;
}

/** Writes nothing. @returns the report without the edits */
function unwritten(report: FixReport, io: Io): FixReport {
  const files = report.files.filter(({ edits }) => edits.length > 0).map(({ file }) => file);
  if (files.length === 0) return report;
  say(
    io.stderr,
    "error: nothing is written, because no pod of --evidence could be read",
    "--force writes the edits without evidence.",
  );
  return withoutFiles(report, new Map(files.map((file) => [file, "not written without evidence"])));
}
