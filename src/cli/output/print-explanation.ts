/** Prints an explanation. The bundle has it and the use case in a separate file, since no other command needs them. */
import { runExplain } from "../../app/explain/explain.ts";
import { UserError } from "../../api/user-error.ts";
import { isIncomplete, isOneList } from "../../report/explanation.ts";
import { NO_PAINT } from "../../render/terminal/paint.ts";
import type { Suggestions } from "../../render/terminal/style.ts";
import { renderExplanation, type ExplainFormat } from "../../render/formats/explain/explain.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import { terminalOf } from "../terminal/app-terminal.ts";
import { wantsColour, widthOf, writeAll, type Io } from "../terminal/io.ts";

/** The width of lines in a pipe, in columns. */
const PIPE_WIDTH = 80;

/**
 * Explains topics on standard output.
 *
 * @returns the exit code: `wrong` if a message is cut or cannot be read
 * @throws UserError if there is no such topic
 */
export async function printExplanation(
  words: readonly string[],
  { output, headers }: { readonly output: ExplainFormat; readonly headers: boolean },
  io: Io,
  suggestions: Suggestions,
): Promise<ExitCode> {
  const explanation = await runExplain(words, terminalOf(io));
  if ((output === "json" || output === "yaml") && !isOneList(explanation))
    throw new UserError(
      `-o ${output} has one list, and several topics are one list of checks`,
      "Explain two versions, messages and custom resources with a command of their own.",
    );
  const width = widthOf(io.stdout);
  const style = {
    width: width === Infinity ? PIPE_WIDTH : width,
    headers,
    ...(io.stdout.isTTY === true && headers && { suggestions }),
    paint: wantsColour(io.stdout, io.env) ? (await import("../../render/terminal/colours.ts")).COLOURS : NO_PAINT,
  };
  await writeAll(io.stdout, await renderExplanation(explanation, output, style));
  const topics = explanation.topic === "topics" ? explanation.topics : [explanation];
  return topics.some((topic) => topic.topic === "messages" && isIncomplete(topic)) ? EXIT.wrong : EXIT.ok;
}
