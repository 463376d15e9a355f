import type { Source } from "../../workloads/object.ts";

/** What one place of the input says of an object that is judged. */
export interface Reading {
  readonly source: Source;
  /** Empty where the object has none. */
  readonly uid: string;
  /** All that a report can say of it, as a text. */
  readonly contents: string;
}

/** The role of one place of an object that may be in several. */
export type Place =
  /** The only place, or one of an object that nothing identifies. */
  | { readonly type: "only" }
  /** The object is read again later: this place does not count. */
  | { readonly type: "earlier" }
  /** The last of several places, which counts. */
  | { readonly type: "last"; readonly here: Reading | undefined; readonly before: readonly Reading[] };

interface Repeat {
  /** How many places are still to come. */
  left: number;
  /** The first places that differ. */
  readonly before: Reading[];
}

const ONLY: Place = { type: "only" };
const EARLIER: Place = { type: "earlier" };

/**
 * Tells which place counts of an object that a dump holds more than once. It is the last one, as it would be if everything were applied.
 *
 * The input is read twice. In the first pass `learn` is told of every object, and in the second `next`, in the same order. Between the two only the
 * objects that were there more than once are kept.
 */
export class Repeats {
  readonly #counts = new Map<string, number>();
  #repeated: Map<string, Repeat> | undefined;
  readonly #learnt = new Tally();
  readonly #met = new Tally();

  /** @param identity undefined where nothing identifies the object */
  learn(identity: string | undefined): void {
    this.#learnt.add(identity);
    if (identity !== undefined) this.#counts.set(identity, (this.#counts.get(identity) ?? 0) + 1);
  }

  /** @param read what the place says of the object: asked for only where there are others; undefined where that does not matter */
  next(identity: string | undefined, read: () => Reading | undefined): Place {
    this.#met.add(identity);
    if (identity === undefined) return ONLY;
    const repeat = this.#settle().get(identity);
    // More places than in the first pass: the input has changed, and the report says so.
    if (repeat === undefined || repeat.left === 0) return ONLY;
    repeat.left--;
    const here = read();
    if (repeat.left === 0) return { type: "last", here, before: repeat.before };
    if (here !== undefined) remember(repeat.before, here);
    return EARLIER;
  }

  /**
   * How many objects each pass met, where the second met others than the first: the input has changed in between. A place that counts may then be
   * missing, also where both numbers are the same.
   */
  get change(): { readonly from: number; readonly to: number } | undefined {
    return this.#learnt.equals(this.#met) ? undefined : { from: this.#learnt.count, to: this.#met.count };
  }

  #settle(): ReadonlyMap<string, Repeat> {
    if (this.#repeated === undefined) {
      this.#repeated = new Map();
      for (const [identity, left] of this.#counts) {
        if (left > 1) this.#repeated.set(identity, { left, before: [] });
      }
      this.#counts.clear();
    }
    return this.#repeated;
  }
}

/** So many different readings of an object are enough to name. */
const MAX_READINGS = 3;

function remember(readings: Reading[], here: Reading): void {
  if (readings.length === MAX_READINGS) return;
  if (!readings.some(({ contents, uid }) => contents === here.contents && uid === here.uid)) readings.push(here);
}

/** Tells whether two passes met the same objects, without a list of them. */
class Tally {
  count = 0;
  /** The sum of a hash of each identity. */
  #sum = 0;

  add(identity: string | undefined): void {
    this.count++;
    if (identity !== undefined) this.#sum = (this.#sum + hashOf(identity)) | 0;
  }

  equals(other: Tally): boolean {
    return this.count === other.count && this.#sum === other.#sum;
  }
}

/** FNV-1a in 32 bits, over UTF-16 code units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}
