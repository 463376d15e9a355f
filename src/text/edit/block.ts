import type { TextEntry, TextNode } from "../../api/text-layout.ts";
import { afterComments, columnOf, isFirstInLine, lineBreakAt, lineStart, nextLine } from "./lines.ts";
import { EditRefusal, type TextEdit } from "./text-edit.ts";
import { blockLines, childLines, itemLines, type BlockStyle } from "./write-value.ts";
import { isRecord } from "../../api/record.ts";

/**
 * Finds the indentation of a block from the blocks in it and around it, the nearest first.
 *
 * @param nodes the nodes from the root to the block
 */
export function styleOf(text: string, nodes: readonly TextNode[]): BlockStyle {
  let step: number | undefined;
  let dash: number | undefined;
  for (const node of nodes.toReversed()) {
    if (node.type !== "mapping" || node.isFlow) continue;
    const column = columnOf(text, node.start);
    for (const { value } of node.entries) {
      if (value.isFlow || value.start <= node.start) continue;
      const columns = columnOf(text, value.start) - column;
      if (value.type === "mapping" && columns > 0) step ??= columns;
      if (value.type === "sequence" && columns >= 0) dash ??= columns;
    }
    if (step !== undefined && dash !== undefined) break;
  }
  return { step: step ?? 2, dash: dash ?? step ?? 2 };
}

/** Finds the edits that remove keys from a block and add keys to its end. */
export function editBlockMapping(
  text: string,
  node: TextNode,
  gone: ReadonlySet<TextEntry>,
  added: Readonly<Record<string, unknown>>,
  style: BlockStyle,
): TextEdit[] {
  const lastKept = node.entries.findLastIndex((entry) => !gone.has(entry));
  const edits = node.entries.flatMap((entry, index) =>
    gone.has(entry) ? removeKey(text, node, index, { gone, isLast: index > lastKept }) : [],
  );
  if (Object.keys(added).length === 0) return edits;
  const column = columnOf(text, node.start);
  const lines = Object.entries(added).flatMap(([key, value]) => blockLines(key, value, column, style));
  return [...edits, insertLines(text, endOf(node), lines, column)];
}

/** Finds the edits that remove items from a block list and add items to its end. */
export function editBlockList(
  text: string,
  node: TextNode,
  gone: ReadonlySet<TextEntry>,
  added: readonly unknown[],
  style: BlockStyle,
): TextEdit[] {
  const column = columnOf(text, node.start);
  const edits = node.entries.filter((entry) => gone.has(entry)).map((entry) => removeItem(text, entry, column));
  if (added.length === 0) return edits;
  return [...edits, insertLines(text, endOf(node), itemLines(added, column, style), column)];
}

/** Finds the edits that give a key of a block its value: it has none so far, or null. */
export function fillEmpty(
  text: string,
  parent: TextNode,
  { start, keyEnd, value }: TextEntry,
  filled: unknown,
  style: BlockStyle,
): TextEdit[] {
  const column = columnOf(text, parent.start);
  const lines = isRecord(filled)
    ? childLines(filled, column + style.step, style)
    : Array.isArray(filled)
      ? itemLines(filled, column + style.dash, style)
      : undefined;
  if (lines === undefined || lines.length === 0) throw new EditRefusal("it is null", start);
  const colon = text.indexOf(":", keyEnd) + 1;
  const edits = value.isEmpty ? [] : [{ start: colon, end: value.end, text: "" }];
  // Comments below the key, which may be its values in another form, come after the new lines.
  return [...edits, insertLines(text, value.isEmpty ? colon : value.end, lines, undefined)];
}

function endOf(node: TextNode): number {
  const last = node.entries.at(-1);
  return last === undefined ? node.end : Math.max(last.value.end, last.keyEnd);
}

/**
 * Inserts lines after the line of an offset.
 *
 * @param column comments after the line with at least this column stay before the new lines; undefined for none
 */
function insertLines(text: string, offset: number, lines: readonly string[], column: number | undefined): TextEdit {
  const next = nextLine(text, offset);
  const lineBreak = lineBreakAt(text, next);
  const at = column === undefined ? next : afterComments(text, next, column);
  return { start: at, end: at, text: lines.map((line) => line + lineBreak).join("") };
}

/** Removes the lines of a key and its value. @param isLast whether no key after it stays */
function removeKey(
  text: string,
  node: TextNode,
  index: number,
  { gone, isLast }: { readonly gone: ReadonlySet<TextEntry>; readonly isLast: boolean },
): TextEdit[] {
  const entry = node.entries[index];
  if (entry === undefined) return [];
  const { start, keyEnd, value } = entry;
  const end = Math.max(value.end, keyEnd);
  if (isFirstInLine(text, start)) {
    return [removeLines(text, isLast ? commentsAbove(text, start) : lineStart(text, start), end)];
  }
  // The key is behind the hyphen of its item.
  const next = node.entries[index + 1];
  if (next === undefined || gone.has(next)) throw new EditRefusal("nothing would be left of an item", start);
  const between = text.slice(end, next.start);
  return [{ start, end: /^\s*$/.test(between) ? next.start : end, text: "" }];
}

/** Removes the lines of an item, from its hyphen on. */
function removeItem(text: string, { start, value }: TextEntry, column: number): TextEdit {
  let line = lineStart(text, start);
  // The hyphen may be in a line of its own.
  while (text[line + column] !== "-" && line > 0) line = lineStart(text, line - 1);
  if (!/^ *-$/.test(text.slice(line, line + column + 1))) {
    throw new EditRefusal("the item begins in the line of another one", start);
  }
  return removeLines(text, line, value.end);
}

/** Removes whole lines. */
function removeLines(text: string, start: number, end: number): TextEdit {
  return { start, end: nextLine(text, end), text: "" };
}

/** The beginning of the comment lines directly above a key, in its column. */
function commentsAbove(text: string, offset: number): number {
  const column = columnOf(text, offset);
  let start = lineStart(text, offset);
  while (start > 0) {
    const line = lineStart(text, start - 1);
    const comment = /^ *(?=#)/.exec(text.slice(line, start));
    if (comment?.[0].length !== column) return start;
    start = line;
  }
  return start;
}
