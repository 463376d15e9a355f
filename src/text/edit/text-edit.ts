/** A replacement of a part of a text. Offsets count UTF-16 units. */
export interface TextEdit {
  readonly start: number;
  /** The same as `start` for an insertion. */
  readonly end: number;
  readonly text: string;
}

/** A reason why a text cannot be edited, and the place of the obstacle. */
export class EditRefusal extends Error {
  override readonly name = "EditRefusal";
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/**
 * Sorts edits by their place.
 *
 * @throws EditRefusal if two of them overlap
 */
export function sortEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
  const isSorted = edits.every((edit, index) => index === 0 || compareEdits(edits[index - 1] ?? edit, edit) <= 0);
  const sorted = isSorted ? edits : edits.toSorted(compareEdits);
  for (const [index, edit] of sorted.entries()) {
    if (index > 0 && edit.start < (sorted[index - 1]?.end ?? 0)) {
      throw new EditRefusal("two edits of the same text", edit.start);
    }
  }
  return sorted;
}

function compareEdits(a: TextEdit, b: TextEdit): number {
  return a.start - b.start || a.end - b.end;
}

/** Applies edits that are sorted and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let edited = "";
  let at = 0;
  for (const { start, end, text: inserted } of edits) {
    edited += text.slice(at, start) + inserted;
    at = end;
  }
  return edited + text.slice(at);
}
