/** A place in a text; both count from 1, columns in UTF-16 units, as editors count. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place of a field. Its end is after its last character, and absent if it is not known. */
export interface Place extends Position {
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** The place between two positions; without an end, that of the first alone. */
export function placeOf(begin: Position, end: Position | undefined): Place {
  return end === undefined ? begin : { ...begin, endLine: end.line, endColumn: end.column };
}

/** Finds the line of an offset. The lines are indexed on first use. */
export class LineIndex {
  readonly #text: string;
  #starts: Int32Array | undefined;
  /** The last line found, from 0. */
  #last = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Returns the line and column of an offset. An offset outside the text counts as the nearest end. */
  positionAt(offset: number): Position {
    const starts = (this.#starts ??= lineStarts(this.#text));
    const at = Math.max(0, Math.min(offset, this.#text.length));
    // Most look-ups are near each other, so the search begins at the last line found, in growing steps.
    let low = this.#last;
    let high = low + 1;
    for (let step = 1; (starts[low] ?? 0) > at; step *= 2) {
      high = low;
      low = Math.max(0, low - step);
    }
    for (let step = 1; (starts[high] ?? Infinity) <= at; step *= 2) {
      low = high;
      high += step;
    }
    high = Math.min(high, starts.length);
    // The last line that begins at or before the offset.
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle;
    }
    this.#last = low;
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  }
}

/** Returns the line and column of a single offset. For several offsets, use a LineIndex. */
export function positionAt(text: string, offset: number): Position {
  return new LineIndex(text).positionAt(offset);
}

function lineStarts(text: string): Int32Array {
  let starts = new Int32Array(64);
  let count = 1;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) {
    if (count === starts.length) {
      const larger = new Int32Array(count * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = at + 1;
  }
  return starts.subarray(0, count);
}
