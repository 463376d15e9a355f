import type { PaintedStyle, Suggestions } from "../terminal/style.ts";
import { widthOf } from "../terminal/width.ts";
import { paragraph } from "./lines.ts";

/** A command to run next, and what it does in a few words. */
export interface NextStep {
  readonly command: (suggestions: Suggestions) => string;
  readonly effect: string;
}

/** The parts of a style that the next step needs. */
export type NextStyle = Pick<PaintedStyle, "suggestions" | "width" | "paint">;

const START = "Next: ";
const GAP = "   ";

/** A command of this program, with the flags of this run. */
export function pssStep(words: readonly string[], effect: string): NextStep {
  return { command: ({ pss }) => pss(words), effect };
}

/** After the API server's own texts: they can be pasted into the command. */
export const MESSAGES_STEP = pssStep(["explain", "-"], "the lines to set, for the messages that you paste into it");

/** A command of kubectl for the cluster of this run. */
export function kubectlStep(words: readonly string[], effect: string): NextStep {
  return { command: ({ kubectl }) => kubectl(words), effect };
}

/**
 * The last line of a command on a terminal: `Next: kubectl pss plan   step-by-step label commands`. It is empty in a pipe and without headings.
 * The command is never cut or wrapped, so that it can be pasted. If its effect does not fit beside it, it is below it.
 *
 * @param find finds the next step, if there is one; it is called only where a step is printed
 */
export function nextLines(find: () => NextStep | undefined, { suggestions, width, paint }: NextStyle): string[] {
  if (suggestions === undefined) return [];
  const step = find();
  if (step === undefined) return [];
  const command = step.command(suggestions);
  const line = `${START}${command}`;
  const painted = `${START}${paint.heading(command)}`;
  if (widthOf(line + GAP + step.effect) <= width) return [`${painted}${GAP}${paint.faint(step.effect)}`];
  return [painted, ...paragraph(step.effect, width, START.length).map(paint.faint)];
}
