import { isRecord, setKey } from "../../api/record.ts";
import type { TextEntry, TextNode } from "../../api/text-layout.ts";
import { isFirstInLine, lineStart } from "../../text/edit/lines.ts";
import { applyEdits, sortEdits, type TextEdit } from "../../text/edit/text-edit.ts";

/** A document that is shorter than an edited one, and the value that it must have. */
export interface ReducedText {
  readonly text: string;
  readonly value: unknown;
}

/** At least this part of a text must go, or reading all of it costs hardly more. */
const WORTHWHILE = 1 / 3;

/**
 * Shortens an edited document of YAML: it leaves out the keys of blocks that no edit touches.
 *
 * The indentation alone ends a value in a block. So the keys of a block can be read without each other, and the edits are right in the whole document if
 * they are right in the short one. A key directly before or after an edit stays, because wrong edits would change its value. A key in the line of a hyphen
 * stays, and so does the first key if no other one would be left.
 *
 * @param text the text of the document before the edits
 * @param edits sorted, with offsets in the text
 * @param value the value of the edited document
 * @returns undefined if it would be hardly shorter
 */
export function reduceEdited(
  text: string,
  root: TextNode,
  edits: readonly TextEdit[],
  value: unknown,
): ReducedText | undefined {
  const reduction = new Reduction(text, edits);
  const reduced = reduction.reduce(root, text.length, value);
  if (reduction.length < text.length * WORTHWHILE) return undefined;
  return { text: applyEdits(text, sortEdits([...edits, ...reduction.dropped])), value: reduced };
}

class Reduction {
  readonly dropped: TextEdit[] = [];
  /** The length of all dropped text. */
  length = 0;
  readonly #text: string;
  readonly #edits: readonly TextEdit[];

  constructor(text: string, edits: readonly TextEdit[]) {
    this.#text = text;
    this.#edits = edits;
  }

  /**
   * @param end the beginning of the line after the node
   * @returns the value without the dropped keys
   */
  reduce(node: TextNode, end: number, value: unknown): unknown {
    if (node.isFlow) return value;
    const { entries } = node;
    if (node.type === "mapping" && isRecord(value)) return this.#mapping(entries, end, value);
    if (node.type !== "sequence" || !Array.isArray(value)) return value;
    return value.map((item, index): unknown => {
      const entry = entries[index];
      const stop = this.#stop(entries, index, end);
      return entry === undefined || !this.#isTouched(lineStart(this.#text, entry.start), stop)
        ? item
        : this.reduce(entry.value, stop, item);
    });
  }

  #mapping(
    entries: readonly TextEntry[],
    end: number,
    value: Readonly<Record<string, unknown>>,
  ): Readonly<Record<string, unknown>> {
    const starts = entries.map(({ start }) => lineStart(this.#text, start));
    const stopOf = (index: number): number => starts[index + 1] ?? end;
    const touched = starts.map((start, index) => this.#isTouched(start, stopOf(index)));
    const canDropFirst = touched.includes(true);
    const dropped = new Set<string>();
    const reduced = new Map<string, unknown>();
    for (const [index, { key, value: node }] of entries.entries()) {
      const stop = stopOf(index);
      if (key === undefined) continue;
      if (touched[index] === true) reduced.set(key, this.reduce(node, stop, value[key]));
      else if (
        (index > 0 || canDropFirst) &&
        this.#beginsLine(entries[index]) &&
        this.#beginsLine(entries[index + 1])
      ) {
        const start = starts[index] ?? stop;
        this.dropped.push({ start, end: stop, text: "" });
        this.length += stop - start;
        dropped.add(key);
      }
    }
    return copyWith(value, dropped, reduced);
  }

  /** The beginning of the line of the next entry. */
  #stop(entries: readonly TextEntry[], index: number, end: number): number {
    const next = entries[index + 1];
    return next === undefined ? end : lineStart(this.#text, next.start);
  }

  /** Whether an edit touches a part of the text. The edits are sorted and do not overlap, so their ends are sorted, too. */
  #isTouched(start: number, end: number): boolean {
    let [low, high] = [0, this.#edits.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#edits[middle]?.end ?? 0) < start) low = middle + 1;
      else high = middle;
    }
    const first = this.#edits[low];
    return first !== undefined && first.start <= end;
  }

  #beginsLine(entry: TextEntry | undefined): boolean {
    return entry === undefined || isFirstInLine(this.#text, entry.start);
  }
}

/** Copies a mapping without some keys, and with other values of others. */
function copyWith(
  value: Readonly<Record<string, unknown>>,
  dropped: ReadonlySet<string>,
  changed: ReadonlyMap<string, unknown>,
): Readonly<Record<string, unknown>> {
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    if (!dropped.has(key)) setKey(copy, key, changed.has(key) ? changed.get(key) : value[key]);
  }
  return copy;
}
