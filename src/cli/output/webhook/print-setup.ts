/** Prints the check of a webhook's setup. The bundle has it and the use case in a separate file, since no other command needs them. */
import { runWebhookCheck } from "../../../app/webhook/check.ts";
import type { WebhookCheckRequest } from "../../../app/webhook/check-request.ts";
import type { SetupCheck } from "../../../api/webhook/setup.ts";
import { renderSetup } from "../../../render/formats/webhook/setup.ts";
import { paintStyle } from "../../../render/terminal/paint-style.ts";
import type { Suggestions } from "../../../render/terminal/style.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { terminalOf } from "../../terminal/app-terminal.ts";
import { timeOf, writeAll, type Io } from "../../terminal/io.ts";
import { styleOf } from "../print-report.ts";

/** Writes the check of a setup to standard output. */
export async function printSetup(request: WebhookCheckRequest, io: Io, suggestions: Suggestions): Promise<ExitCode> {
  const check = await runWebhookCheck(request, terminalOf(io), timeOf(io));
  const { width, paint } = await paintStyle(styleOf(io.stdout, io, { headers: true, details: false, suggestions }));
  await writeAll(io.stdout, renderSetup(check, { width, paint, suggestions }));
  return exitCodeOf(check);
}

function exitCodeOf({ results }: SetupCheck): ExitCode {
  if (results.some(({ isWrongInput }) => isWrongInput === true)) return EXIT.wrong;
  if (results.some(({ state }) => state === "unknown")) return EXIT.incomplete;
  return results.some(({ state }) => state === "problem") ? EXIT.violations : EXIT.ok;
}
