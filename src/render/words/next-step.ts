import type { PaintedStyle, SuggestedCommand, Suggestions } from "../terminal/style.ts";
import type { Report } from "../../report/report.ts";
import { escapeText } from "./escape.ts";
import { widthOf } from "../terminal/width.ts";
import { paragraph, wrap } from "./lines.ts";

/** A command to run next, and what it does in a few words. */
export interface NextStep {
  readonly command: (suggestions: Suggestions) => SuggestedCommand;
  readonly effect: string;
}

/** The parts of a style that the next step needs. */
export type NextStyle = Pick<PaintedStyle, "suggestions" | "width" | "paint">;

const START = "Next: ";
const GAP = "   ";
const INDENT = 2;
const READ_ONCE = "A pipe can be read only once. If its output is saved in a FILE, the next command is:";

/** A command of this program, with the flags of this run. */
export function pssStep(words: readonly string[], effect: string): NextStep {
  return { command: ({ pss }) => pss(words), effect };
}

/** A command of this program that prints the API server's own texts, and the one that explains them. */
export function explainedStep(words: readonly string[], effect: string): NextStep {
  return {
    command({ pss }) {
      const { text, isWhole } = pss(words);
      return { text: `${text} | ${pss(["explain", "-"]).text}`, isWhole };
    },
    effect,
  };
}

/**
 * After `--update-accept`: the same command with the new file.
 *
 * @returns undefined if the run has not updated a file
 */
export function acceptStep(
  command: "lint" | "audit",
  { accepts }: Pick<Report, "accepts">,
  { updateAccept: file }: Pick<PaintedStyle, "updateAccept">,
): NextStep | undefined {
  if (file === undefined || !accepts) return undefined;
  const effect =
    command === "lint"
      ? `commit ${escapeText(file)}; then in CI: fails on new errors (--fail-on any: on new warnings, too)`
      : "new violations only";
  return pssStep([command, "--accept", file], effect);
}

/** A command of kubectl for the cluster of this run. */
export function kubectlStep(words: readonly string[], effect: string): NextStep {
  return { command: ({ kubectl }) => kubectl(words), effect };
}

/** A file for the output of a suggested command: `stem.sh`, or another name if that file exists. */
export function newFile(suggestions: Suggestions | undefined, stem: string, ending: string): string {
  return suggestions?.newFile?.(stem, ending) ?? stem + ending;
}

/**
 * The last line of a command on a terminal: `Next: kubectl pss plan   step-by-step label commands`. It is empty in a pipe and without headings.
 * The command is never cut or wrapped, so that it can be pasted. If its effect does not fit beside it, it is below it. If the input of the run
 * cannot be read again, a sentence says so in place of `Next:`.
 *
 * @param find finds the next step, if there is one; it is called only where a step is printed
 */
export function nextLines(find: () => NextStep | undefined, { suggestions, width, paint }: NextStyle): string[] {
  if (suggestions === undefined) return [];
  const step = find();
  if (step === undefined) return [];
  const { text, isWhole } = step.command(suggestions);
  const start = isWhole ? START : " ".repeat(INDENT);
  const sentence = isWhole ? [] : wrap(READ_ONCE, width);
  const line = `${start}${text}`;
  const painted = `${start}${paint.heading(text)}`;
  if (widthOf(line + GAP + step.effect) <= width) return [...sentence, `${painted}${GAP}${paint.faint(step.effect)}`];
  return [...sentence, painted, ...paragraph(step.effect, width, START.length).map(paint.faint)];
}
