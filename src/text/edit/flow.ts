import { isRecord } from "../../api/record.ts";
import type { TextEntry, TextNode } from "../../api/text-layout.ts";
import { indentationAt, isFirstInLine, lineBreakAt, lineStart } from "./lines.ts";
import type { TextEdit } from "./text-edit.ts";
import { flowPairs, flowText, type FlowStyle } from "./write-value.ts";

/** The way in which a text writes values in brackets at some place. */
export class FlowSetting {
  readonly style: FlowStyle;
  /** The indentation of one level; undefined if values are on one line. */
  readonly unit: string | undefined;
  readonly #text: string;
  readonly #start: number;

  /** @param nodes the nodes from the root to the place */
  constructor(text: string, nodes: readonly TextNode[], isJson: boolean) {
    const mappings = nodes.toReversed().filter(({ type, isFlow }) => type === "mapping" && isFlow);
    const first = mappings.map(({ entries }) => entries[0]).find((entry) => entry !== undefined);
    const pair = mappings.find(({ entries }) => entries.length > 1)?.entries;
    const isQuoted = isJson || text[first?.start ?? 0] === '"';
    // Without a value, and with an anchor before it, the text does not show its style.
    const colon = (first && blankAfter(text, ":", first.keyEnd, first.value.start)) || ": ";
    const comma = pair === undefined ? "" : blankAfter(text, ",", pair[0]?.value.end ?? 0, pair[1]?.start ?? 0);
    const isCompact = isQuoted && colon === ":";
    this.style = {
      isQuoted,
      colon: colon === ":" && !isQuoted ? ": " : colon,
      comma: comma || (isCompact ? "," : ", "),
    };
    this.unit = isQuoted ? unitOf(text, mappings) : undefined;
    this.#text = text;
    this.#start = first?.start ?? 0;
  }

  /** Writes a value on one line. */
  text(value: unknown): string {
    return flowText(value, this.style);
  }

  /** Writes a value, on several lines if the text does so. @param at the offset of its first character */
  linesAt(value: unknown, at: number): string {
    // A text on one line has no indentation, and it takes long to look for the beginning of the line.
    return this.unit === undefined ? this.text(value) : this.lines(value, indentationAt(this.#text, at));
  }

  /** Writes a value, on several lines if the text does so. @param indentation that of the line with its first character */
  lines(value: unknown, indentation: string): string {
    if (this.unit === undefined) return this.text(value);
    return JSON.stringify(value, null, this.unit).replaceAll("\n", this.#lineBreak + indentation);
  }

  /** Writes pairs of keys and values as lines. */
  pairLines(value: Readonly<Record<string, unknown>>, indentation: string): string[] {
    return Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${this.lines(child, indentation)}`);
  }

  /** The beginning of a new line. */
  newLine(indentation: string): string {
    return this.#lineBreak + indentation;
  }

  get #lineBreak(): string {
    return lineBreakAt(this.#text, this.#start);
  }
}

/** A mark of punctuation and the blanks after it; empty if the next value is on another line. */
function blankAfter(text: string, mark: string, from: number, to: number): string {
  const between = text.slice(from, to).trimStart();
  return /^[:,][ \t]*$/.test(between) && between.startsWith(mark) ? between : "";
}

/** The indentation of one level: that of a key which begins a line, compared with the line of its bracket. */
function unitOf(text: string, mappings: readonly TextNode[]): string | undefined {
  for (const { start, entries } of mappings) {
    const first = entries[0];
    if (first === undefined) continue;
    if (!isFirstInLine(text, first.start) || start >= lineStart(text, first.start)) return undefined;
    const outer = indentationAt(text, start);
    const inner = indentationAt(text, first.start);
    return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : undefined;
  }
  return undefined;
}

/** Finds the edits that remove keys from a mapping in braces and add keys to its end. */
export function editFlowMapping(
  text: string,
  node: TextNode,
  gone: ReadonlySet<TextEntry>,
  added: Readonly<Record<string, unknown>>,
  setting: FlowSetting,
): TextEdit[] {
  if (Object.keys(added).length === 0) return editEntries(text, node, gone, () => "");
  return editEntries(text, node, gone, (last) => {
    if (last !== undefined && isOnOwnLine(text, node, last)) {
      const indentation = indentationAt(text, last.start);
      const start = `,${setting.newLine(indentation)}`;
      if (setting.unit === undefined) return start + flowPairs(added, setting.style);
      return setting
        .pairLines(added, indentation)
        .map((line) => start + line)
        .join("");
    }
    if (last !== undefined) return setting.style.comma + flowPairs(added, setting.style);
    if (setting.unit === undefined) return flowPairs(added, setting.style);
    const outer = indentationAt(text, node.start);
    const inner = setting.newLine(outer + setting.unit);
    return inner + setting.pairLines(added, outer + setting.unit).join(`,${inner}`) + setting.newLine(outer);
  });
}

/** Finds the edits that remove items from a list in brackets and add items to its end. */
export function editFlowList(
  text: string,
  node: TextNode,
  gone: ReadonlySet<TextEntry>,
  added: readonly unknown[],
  setting: FlowSetting,
): TextEdit[] {
  if (added.length === 0) return editEntries(text, node, gone, () => "");
  return editEntries(text, node, gone, (last) => {
    const isOwnLine = last !== undefined && isOnOwnLine(text, node, last);
    const indentation = isOwnLine ? indentationAt(text, last.start) : "";
    const items = added.map((item) => (isRecord(item) ? setting.lines(item, indentation) : setting.text(item)));
    if (last === undefined) return items.join(setting.style.comma);
    const separator = isOwnLine ? `,${setting.newLine(indentation)}` : setting.style.comma;
    return items.map((item) => separator + item).join("");
  });
}

function isOnOwnLine(text: string, node: TextNode, { start }: TextEntry): boolean {
  return isFirstInLine(text, start) && lineStart(text, start) > node.start;
}

/**
 * Removes entries in brackets, with the commas between them, and adds a text after the last one that stays.
 *
 * @param textAfter makes that text; the last entry is undefined if none stays
 */
function editEntries(
  text: string,
  { start, end, entries }: TextNode,
  gone: ReadonlySet<TextEntry>,
  textAfter: (last: TextEntry | undefined) => string,
): TextEdit[] {
  const kept = entries.filter((entry) => !gone.has(entry));
  const last = kept.at(-1);
  const final = entries.at(-1);
  if (last === undefined || final === undefined) {
    const inserted = textAfter(undefined);
    if (final !== undefined) return [{ start: entries[0]?.start ?? start, end: endOf(final), text: inserted }];
    if (inserted === "") return [];
    const isBlank = text.slice(start + 1, end - 1).trim() === "";
    return [{ start: start + 1, end: isBlank ? end - 1 : start + 1, text: inserted }];
  }
  const edits: TextEdit[] = [];
  for (const [index, entry] of entries.entries()) {
    const previous = entries[index - 1];
    const isRun = !gone.has(entry) && previous !== undefined && gone.has(previous);
    if (!isRun) continue;
    let first = index - 1;
    while (first > 0 && gone.has(entries[first - 1] ?? entry)) first--;
    edits.push({ start: entries[first]?.start ?? entry.start, end: entry.start, text: "" });
  }
  const inserted = textAfter(last);
  const isTrailing = last !== final;
  if (isTrailing || inserted !== "")
    edits.push({ start: endOf(last), end: endOf(isTrailing ? final : last), text: inserted });
  return edits;
}

function endOf({ keyEnd, value }: TextEntry): number {
  return Math.max(keyEnd, value.end);
}
