import { lineBreakAt } from "./lines.ts";
import { sortEdits, type TextEdit } from "./text-edit.ts";

/** Ends the last line of a text, so that every line has a line break. */
export function withLastBreak(text: string): string {
  return text.endsWith("\n") ? text : text + lineBreakAt(text, text.length);
}

/**
 * Converts the edits of a text with a line break at its end to those of the text without it. The last line of the edited
 * text has none either.
 */
export function withoutLastBreak(text: string, edits: readonly TextEdit[]): readonly TextEdit[] {
  const whole = withLastBreak(text);
  if (whole === text) return edits;
  const lineBreak = whole.slice(text.length);
  const sorted = sortEdits(edits);
  const last = sorted.at(-1);
  if (last === undefined || last.end <= text.length) return edits;
  // The edits at the end become one, because they share the line break.
  let first = sorted.length - 1;
  while (first > 0 && sorted[first - 1]?.end === sorted[first]?.start) first--;
  const start = sorted[first]?.start ?? last.start;
  const joined = sorted.slice(first).map((edit) => edit.text);
  const replaced = joined.join("");
  const rest = sorted.slice(0, first);
  if (replaced.endsWith(lineBreak) && start < whole.length) {
    return [...rest, { start, end: text.length, text: replaced.slice(0, -lineBreak.length) }];
  }
  if (replaced.endsWith(lineBreak)) {
    return [...rest, { start: text.length, end: text.length, text: lineBreak + replaced.slice(0, -lineBreak.length) }];
  }
  // All last lines go: the line before them becomes the last one.
  return [
    ...rest,
    { start: start - (/\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0), end: text.length, text: "" },
  ];
}
