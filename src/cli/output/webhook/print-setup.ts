/** Prints the check of a webhook's setup. The bundle has it in a separate file, since no other command needs it. */
import type { WebhookCheckRequest } from "../../../app/webhook/check-request.ts";
import type { SetupCheck } from "../../../api/webhook/setup.ts";
import { renderSetup } from "../../../render/formats/webhook/setup.ts";
import { NO_PAINT } from "../../../render/terminal/paint.ts";
import type { SetupFormat } from "../../../render/formats/webhook/setup-formats.ts";
import type { Suggestions } from "../../../render/terminal/style.ts";
import { EXIT, type ExitCode } from "../../exit-codes.ts";
import { terminalOf } from "../../terminal/app-terminal.ts";
import { timeOf, wantsColour, widthOf, writeAll, type Io } from "../../terminal/io.ts";

/** Writes the check of a setup to standard output. */
export async function printSetup(
  request: WebhookCheckRequest,
  format: SetupFormat,
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const { runWebhookCheck } = await import("../../../app/webhook/webhook.ts");
  const check = await runWebhookCheck(request, terminalOf(io), timeOf(io));
  if (format === "json") {
    const { renderSetupJson } = await import("../../../render/formats/webhook/setup-document.ts");
    await writeAll(io.stdout, renderSetupJson(check, suggestions));
    return exitCodeOf(check);
  }
  const paint = wantsColour(io.stdout, io.env)
    ? (await import("../../../render/terminal/colours.ts")).COLOURS
    : NO_PAINT;
  const width = widthOf(io.stdout);
  await writeAll(io.stdout, renderSetup(check, { width, paint, suggestions, isTerminal: io.stdout.isTTY === true }));
  return exitCodeOf(check);
}

function exitCodeOf({ results }: SetupCheck): ExitCode {
  if (results.some(({ isWrongInput }) => isWrongInput === true)) return EXIT.wrong;
  if (results.some(({ state }) => state === "unknown")) return EXIT.incomplete;
  return results.some(({ state }) => state === "problem") ? EXIT.violations : EXIT.ok;
}
