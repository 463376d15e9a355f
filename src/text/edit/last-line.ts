import { lineBreakAt } from "./lines.ts";
import { sortEdits, type TextEdit } from "./text-edit.ts";

/** The text of a document, made once for all edits of it: a copy of a long text takes long. */
export interface EditableText {
  readonly text: string;
  /** The text with an end of its last line, so that every line has a line break; the same text for JSON. */
  readonly whole: string;
  readonly isJson: boolean;
}

/** Ends the last line of the text of a document. */
export function editableText(text: string, isJson: boolean): EditableText {
  const isEnded = isJson || text.endsWith("\n");
  return { text, whole: isEnded ? text : text + lineBreakAt(text, text.length), isJson };
}

/**
 * Converts the edits of a text with a line break at its end to those of the text without it. The last line of the edited
 * text has none either.
 */
export function withoutLastBreak({ text, whole }: EditableText, edits: readonly TextEdit[]): readonly TextEdit[] {
  if (whole.length === text.length) return edits;
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
