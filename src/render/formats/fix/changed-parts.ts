import type { FixedFile, TextChange } from "../../../report/fix/fix-report.ts";

/** Whole lines of a file that are replaced by others. */
export interface ChangedPart {
  /** The number of the first line, from 0. */
  readonly line: number;
  /** The offset of the first line, and that after the last one. */
  readonly start: number;
  readonly end: number;
  /** The lines, with their line breaks. */
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** A range of whole lines, and the edits in it. */
interface Region {
  readonly start: number;
  end: number;
  readonly edits: TextChange[];
}

/** The lines of a file that its edits change, in the order of the text. */
export function changedParts({ before, edits }: Pick<FixedFile, "before" | "edits">): readonly ChangedPart[] {
  return regionsOf(before, edits).map(({ start, end, edits: inside }) => {
    // The region begins with the line of its first edit.
    const line = (inside[0]?.line ?? 1) - 1;
    let text = "";
    let at = start;
    for (const edit of inside) {
      text += before.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return trimmed(line, start, linesOf(before.slice(start, end)), linesOf(text + before.slice(at, end)));
  });
}

function regionsOf(text: string, edits: readonly TextChange[]): readonly Region[] {
  const regions: Region[] = [];
  for (const edit of edits) {
    const open = regions.at(-1);
    // A text may be one line, whose beginning and end are far away.
    if (open !== undefined && edit.end < open.end) {
      open.edits.push(edit);
      continue;
    }
    const start = text.lastIndexOf("\n", edit.start - 1) + 1;
    const isWhole = edit.end === 0 || text[edit.end - 1] === "\n";
    const lineEnd = text.indexOf("\n", edit.end);
    const end = isWhole && start === edit.start ? edit.end : lineEnd === -1 ? text.length : lineEnd + 1;
    const last = regions.at(-1);
    if (last !== undefined && start <= last.end) {
      last.end = Math.max(last.end, end);
      last.edits.push(edit);
    } else {
      regions.push({ start, end, edits: [edit] });
    }
  }
  return regions;
}

/** Leaves out the lines at the beginning and the end that do not change. */
function trimmed(line: number, offset: number, removed: readonly string[], added: readonly string[]): ChangedPart {
  let start = 0;
  while (start < Math.min(removed.length, added.length) && removed[start] === added[start]) start++;
  let end = 0;
  const rest = Math.min(removed.length, added.length) - start;
  while (end < rest && removed.at(-1 - end) === added.at(-1 - end)) end++;
  const gone = removed.slice(start, removed.length - end);
  const first = offset + lengthOf(removed.slice(0, start));
  return {
    line: line + start,
    start: first,
    end: first + lengthOf(gone),
    removed: gone,
    added: added.slice(start, added.length - end),
  };
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length, 0);
}

/** The lines of a text with their line breaks. */
function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** The lines between two offsets at the beginnings of lines; at most `limit` of them, from the first one on. */
export function linesFrom(text: string, start: number, limit: number, end = text.length): string[] {
  const lines: string[] = [];
  for (let at = start; lines.length < limit && at < end;) {
    const next = text.indexOf("\n", at) + 1 || text.length;
    lines.push(text.slice(at, next));
    at = next;
  }
  return lines;
}

/** The lines before an offset at the beginning of a line; at most `limit` of them. */
export function linesBefore(text: string, end: number, limit: number): string[] {
  let start = end;
  for (let count = 0; count < limit && start > 0; count++)
    start = start === 1 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
  return linesFrom(text, start, limit, end);
}
