import type { FixReport, FixedFile } from "../../../report/fix/fix-report.ts";
import { escapeCodePoint, isPrintableText, unprintable } from "../../../api/words/output-text.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { changedParts, linesBefore, linesFrom, type ChangedPart } from "./changed-parts.ts";

/** The number of lines around a change. */
const CONTEXT = 3;

/** Parts of a file that are near each other, with the lines around them. */
interface Hunk {
  /** The numbers of the first line before and after, from 0. */
  readonly before: number;
  readonly after: number;
  readonly lines: readonly string[];
  readonly removed: number;
  readonly added: number;
}

/**
 * Renders the edits as a unified diff, which `patch -p1` and `git apply` read. Unprintable characters are escaped, except
 * for tabs and carriage returns in a pipe, so that a line with one does not match the file.
 */
export function* renderDiff(
  { files }: Pick<FixReport, "files">,
  { paint, width }: PaintedStyle,
): Generator<string, undefined> {
  const isTerminal = width !== Infinity;
  for (const file of files) {
    if (file.edits.length === 0) continue;
    yield `${paint.heading(`--- ${nameOf("a", file.file)}`)}\n`;
    yield `${paint.heading(`+++ ${nameOf("b", file.file)}`)}\n`;
    for (const hunk of hunksOf(file)) {
      const range = `@@ -${rangeOf(hunk.before, hunk.removed)} +${rangeOf(hunk.after, hunk.added)} @@`;
      yield `${paint.faint(range)}\n`;
      for (const line of hunk.lines) {
        const shown = escapeLine(line, isTerminal);
        const colour = line.startsWith("+") ? paint.good : line.startsWith("-") ? paint.bad : undefined;
        yield `${colour === undefined ? shown : colour(shown)}\n`;
      }
    }
  }
}

/** A range of lines in the notation of a unified diff: the lines count from 1, and an empty range is after its line. */
function rangeOf(first: number, count: number): string {
  const start = count === 0 ? first : first + 1;
  return count === 1 ? String(start) : `${start},${count}`;
}

/** A name in the notation of git: with the prefix that `patch -p1` removes, and in quotes if it has unusual characters. */
function nameOf(prefix: string, file: string): string {
  const path = file.startsWith("/") ? prefix + file : `${prefix}/${file}`;
  if (isPrintableText(path) && !/["\\]/.test(path)) return path;
  const bytes = new TextEncoder().encode(path);
  return `"${Array.from(bytes, quoteByte).join("")}"`;
}

function quoteByte(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === "\\") return `\\${character}`;
  return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, "0")}`;
}

function escapeLine(line: string, isTerminal: boolean): string {
  if (isPrintableText(line)) return line;
  const end = line.endsWith("\r") ? "\r" : "";
  const text = line.slice(0, line.length - end.length);
  const escaped = text.replace(unprintable(), (character) =>
    character === "\t" ? character : escapeCodePoint(character),
  );
  return isTerminal ? escaped.replaceAll("\t", "    ") : escaped + end;
}

function* hunksOf(file: FixedFile): Generator<Hunk, undefined> {
  const { before: text } = file;
  let offset = 0;
  for (const parts of nearParts(changedParts(file))) {
    const [head] = parts;
    const last = parts.at(-1);
    if (head === undefined || last === undefined) continue;
    const above = linesBefore(text, head.start, CONTEXT);
    const below = linesFrom(text, last.end, CONTEXT);
    const shown: string[] = [];
    for (const line of above) mark(shown, " ", line);
    let removed = 0;
    let added = 0;
    let at = head.start;
    let kept = above.length + below.length;
    for (const part of parts) {
      const between = linesFrom(text, at, Infinity, part.start);
      kept += between.length;
      for (const line of between) mark(shown, " ", line);
      for (const line of part.removed) mark(shown, "-", line);
      for (const line of part.added) mark(shown, "+", line);
      at = part.end;
      removed += part.removed.length;
      added += part.added.length;
    }
    for (const line of below) mark(shown, " ", line);
    const first = head.line - above.length;
    yield { before: first, after: first + offset, lines: shown, removed: kept + removed, added: kept + added };
    offset += added - removed;
  }
}

/** Adds a line with its mark. A last line without a line break has a line that says so. */
function mark(lines: string[], sign: string, line: string): void {
  const isEnded = line.endsWith("\n");
  lines.push(sign + (isEnded ? line.slice(0, -1) : line));
  if (!isEnded) lines.push(String.raw`\ No newline at end of file`);
}

/** Groups the parts whose surrounding lines touch. */
function nearParts(parts: readonly ChangedPart[]): readonly ChangedPart[][] {
  const groups: ChangedPart[][] = [];
  for (const part of parts) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    const isNear = last !== undefined && part.line - (last.line + last.removed.length) <= 2 * CONTEXT;
    if (isNear && group !== undefined) group.push(part);
    else groups.push([part]);
  }
  return groups;
}
