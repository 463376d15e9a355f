/** The lines that several parts of a plan for people have. */
import type { PlannedNamespace } from "../../../report/plan/rollout-plan.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { seenText } from "../../words/history/evidence-text.ts";
import { nameSome, wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { workloadText } from "./words.ts";

export const INDENT = "  ";

/** Each workload with its violations, and the API server's message if it rejected its pods. */
export function workloadLines(obstacles: PlannedNamespace["blockedBy"]): string[] {
  return obstacles.flatMap((obstacle) => [
    `${INDENT.repeat(2)}${workloadText(obstacle)}`,
    ...obstacle.checks.map(
      ({ check, detail }) => `${INDENT.repeat(3)}${check}: ${escapeText(seenText(obstacle) || detail)}`,
    ),
    ...(obstacle.rejected === null ? [] : [`${INDENT.repeat(3)}API server: ${escapeText(obstacle.rejected)}`]),
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
