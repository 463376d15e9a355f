import { count } from "../../../api/words/plural.ts";
import { shellWord } from "../../../api/words/shell-word.ts";
import type { SetupCheck, SetupResult, SetupState, SetupStep } from "../../../api/webhook/setup.ts";
import type { Colour, Paint } from "../../terminal/paint.ts";
import type { Suggestions } from "../../terminal/style.ts";
import { escapeText, escapeWhole } from "../../words/escape.ts";
import { wrap } from "../../words/lines.ts";
import { nextLines, type NextStep } from "../../words/next-step.ts";
import { commandOf, effectOf, patchOf } from "./steps.ts";

/** How the check of a setup is printed. */
export interface SetupStyle {
  readonly width: number;
  readonly paint: Paint;
  readonly suggestions: Suggestions;
  /** Whether the last line is the next command: on a terminal. */
  readonly isTerminal: boolean;
}

/** The states, the most important first. */
export const STATES: readonly SetupState[] = ["problem", "unknown", "notice", "ok", "skipped"];
const WORDS: Readonly<Record<SetupState, string>> = {
  problem: "problem",
  unknown: "unknown",
  notice: "notice",
  ok: "ok",
  skipped: "skipped",
};
const STATE_WIDTH = 9;
const PART_WIDTH = 15;
const INDENT = " ".repeat(STATE_WIDTH);

/** Renders the check of a setup: the problems first, each with what was found, what is expected, and the next step. */
export function* renderSetup(check: SetupCheck, style: SetupStyle): Generator<string, undefined> {
  for (const line of wrap(headline(check), style.width)) yield `${line}\n`;
  for (const state of STATES) {
    for (const result of check.results) if (result.state === state) yield* lines(result, check, style);
  }
  const { isTerminal, suggestions, ...rest } = style;
  const next = nextLines(() => nextStep(check), { ...rest, ...(isTerminal && { suggestions }) });
  for (const line of next) yield `${line}\n`;
}

/** The command of the most important result that has one. */
function nextStep({ results, isFromFiles }: SetupCheck): NextStep | undefined {
  const ordered = STATES.flatMap((state) => results.filter((result) => result.state === state));
  // While manifests have a problem, no command about the cluster is the next one.
  if (isFromFiles && results.some(({ state }) => state === "problem")) return undefined;
  for (const { next } of ordered) {
    if (next === undefined || next.type === "advice" || (isFromFiles && next.type === "change")) continue;
    return {
      command: (suggestions) => ({
        text: escapeWhole(commandOf(next, isFromFiles, suggestions) ?? ""),
        isWhole: true,
      }),
      effect: escapeText(effectOf(next, isFromFiles)),
    };
  }
  return undefined;
}

function headline({ results, isFromFiles }: SetupCheck): string {
  const webhook = isFromFiles ? "The manifests of the webhook" : "The webhook";
  const number = (state: SetupState): number => results.filter((result) => result.state === state).length;
  const [problems, unknown, notices] = [number("problem"), number("unknown"), number("notice")];
  const rest = [
    ...(unknown > 0 ? [`${count(unknown, "check")} without a result`] : []),
    ...(notices > 0 ? [count(notices, "notice")] : []),
  ];
  const skipped = number("skipped");
  const end = skipped > 0 ? ` ${count(skipped, "check")} skipped.` : "";
  if (problems > 0)
    return `${webhook} ${isFromFiles ? "have" : "has"} ${joined([count(problems, "problem"), ...rest])}.${end}`;
  if (unknown > 0) return `No problem of the webhook was found, but ${joined(rest)}.${end}`;
  return `${webhook} ${isFromFiles ? "have no problem" : "is set up correctly"}${rest.length > 0 ? `, ${isFromFiles ? "but" : "with"} ${joined(rest)}` : ""}.${end}`;
}

/** `a`, `a and b` or `a, b and c`. */
function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

function* lines(result: SetupResult, check: SetupCheck, style: SetupStyle): Generator<string, undefined> {
  const { state, part, found, expected, next } = result;
  const { paint, width } = style;
  const first = `${WORDS[state].padEnd(STATE_WIDTH)}${part.padEnd(PART_WIDTH)}`;
  const [head = "", ...others] = wrap(escapeText(found), width, INDENT, first);
  const colour = colourOf(state, paint);
  yield `${colour(WORDS[state])}${head.slice(WORDS[state].length)}\n`;
  for (const line of others) yield `${line}\n`;
  if (expected !== undefined) {
    for (const line of wrap(escapeText(expected), width, INDENT, `${INDENT}expected: `)) yield `${line}\n`;
  }
  // A command is never wrapped, so that it can be pasted.
  if (next !== undefined) yield `${INDENT}next: ${stepText(next, check, style.suggestions)}\n`;
}

function colourOf(state: SetupState, { good, bad, caution, faint }: Paint): Colour {
  switch (state) {
    case "ok":
      return good;
    case "problem":
      return bad;
    case "notice":
    case "unknown":
      return caution;
    case "skipped":
      return faint;
  }
}

function stepText(step: SetupStep, { isFromFiles }: SetupCheck, suggestions: Suggestions): string {
  const command = commandOf(step, isFromFiles, suggestions);
  if (command !== undefined) return escapeWhole(command);
  if (step.type === "advice") return escapeText(step.sentence);
  return escapeWhole(`apply this JSON Patch to the file: ${shellWord(patchOf(step) ?? "")}`);
}
