/** The lines that several parts of a plan for people have. */
import type { PlannedNamespace } from "../../../report/plan/rollout-plan.ts";
import { escapeName, escapeText, escapeWhole } from "../../words/escape.ts";
import { seenText } from "../../words/history/evidence-text.ts";
import { nameSome, wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { workloadText } from "./words.ts";

export const INDENT = "  ";
/** The longest command that is shown, in characters. The script contains longer ones. */
export const SHOWN_COMMAND = 400;

/** A command of this program in a sentence; undefined if it cannot be pasted, because the input can be read only once, or if it is too long to read. */
export function pastedCommand(
  words: readonly string[],
  { suggestions }: Pick<PaintedStyle, "suggestions">,
): string | undefined {
  const command = suggestions?.pss(words);
  return command?.isWhole === true && command.text.length <= SHOWN_COMMAND ? escapeWhole(command.text) : undefined;
}

/** Each workload with its violations, and the API server's message if it rejected its pods. */
export function workloadLines(obstacles: PlannedNamespace["blockedBy"], width: number): string[] {
  return obstacles.flatMap((obstacle) => [
    `${INDENT.repeat(2)}${workloadText(obstacle)}`,
    ...[
      ...obstacle.checks.map(({ check, detail }) => `${check}: ${escapeText(seenText(obstacle) || detail)}`),
      ...(obstacle.rejected === null ? [] : [`API server: ${escapeText(obstacle.rejected)}`]),
    ].flatMap((text) => wrap(text, width, INDENT.repeat(4), INDENT.repeat(3))),
  ]);
}

export function someNames(names: readonly string[], { details }: Pick<PaintedStyle, "details">): string {
  const escaped = names.map(escapeName);
  return details ? escaped.join(", ") : nameSome(escaped);
}

export function indented(text: string, width: number): string[] {
  return wrap(text, width, INDENT.repeat(2), INDENT);
}

export function* lines(all: readonly string[]): Generator<string, undefined> {
  for (const line of all) yield `${line}\n`;
}
