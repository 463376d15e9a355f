import { isLoss } from "../../report/gaps/losses.ts";
import type { PspMigration } from "../../report/psp/psp-report.ts";
import { renderDiagnostics, type Style } from "../../render/format.ts";
import { renderFromPsp, renderFromPspNext, type FromPspFormat } from "../../render/formats/from-psp/format.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { writeOutputs, styleOf, withoutAbsent } from "./print-report.ts";
import { timeOf, timestampOf, writeAll, type Io, type OutputStream } from "../terminal/io.ts";

/** The flags for the output of a migration. */
interface FromPspOutput {
  readonly output: FromPspFormat;
  readonly headers: boolean;
  readonly timestamp: boolean;
}

/** Writes a migration to standard output, the notes about its inputs to standard error, and at the end the next command. */
export async function printFromPsp(
  plain: PspMigration,
  { output, headers, timestamp }: FromPspOutput,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const migration = timestamp ? { ...plain, generatedAt: timestampOf(timeOf(io)) } : plain;
  const { notes, unreadable } = migration;
  const extent = { ...migration, summary: { namespaces: migration.namespaces.length } };
  const style = (stream: OutputStream): Style =>
    styleOf(stream, io, { headers, details: false, suggestions: withoutAbsent(suggestions, notes) });
  await writeOutputs([
    async () => writeAll(io.stdout, await renderFromPsp(migration, output, style(io.stdout))),
    async () => {
      // A complete document contains the notes itself.
      if (output === "json" || notes.length + unreadable.length === 0) return;
      await writeAll(io.stderr, await renderDiagnostics(extent, "table", style(io.stderr)));
    },
    async () => writeAll(io.stdout, await renderFromPspNext(migration, output, style(io.stdout))),
  ]);
  if (notes.some(({ severity }) => severity === "error")) return EXIT.wrong;
  return unreadable.length > 0 || notes.some(({ code }) => isLoss(code)) ? EXIT.incomplete : EXIT.ok;
}
