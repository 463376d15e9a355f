import type { Source } from "../../workloads/object.ts";

/** The contents of one place of an object that is judged. */
export interface Reading {
  readonly source: Source;
  /** Empty where the object has none. */
  readonly uid: string;
  /** All facts of the object that a report can contain, as a text. */
  readonly contents: string;
}

/** The role of one place of an object that may have several. */
export type Place =
  /** The only place, or one of an object that nothing identifies. */
  | { readonly type: "only" }
  /** The object is read again later: this place does not count. */
  | { readonly type: "earlier" }
  /** The last of several places, which counts. */
  | { readonly type: "last"; readonly here: Reading | undefined; readonly before: readonly Reading[] };

interface Repeat {
  /** The number of places that are still to come. */
  left: number;
  /** The first places that differ. */
  readonly before: Reading[];
}

const ONLY: Place = { type: "only" };
const EARLIER: Place = { type: "earlier" };

/**
 * Finds the place that counts of an object that a dump contains more than once: the last one, as if all places were applied in order.
 *
 * The input is read twice. `learn` gets every object in the first pass, and `next` in the second, in the same order. Between the two only the
 * identities of repeated objects are kept.
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

  /** @param read reads the place; called only for repeated objects, and returns undefined where the object is not judged */
  next(identity: string | undefined, read: () => Reading | undefined): Place {
    this.#met.add(identity);
    if (identity === undefined) return ONLY;
    const repeat = this.#startSecondPass().get(identity);
    // More places than in the first pass: the input has changed, and the report says so.
    if (repeat === undefined || repeat.left === 0) return ONLY;
    repeat.left--;
    const here = read();
    if (repeat.left === 0) return { type: "last", here, before: repeat.before };
    if (here !== undefined) remember(repeat.before, here);
    return EARLIER;
  }

  /**
   * The number of objects of each pass, if the second pass met others than the first: the input has changed in between. A place that counts may then
   * be missing, also if both numbers are the same.
   */
  get change(): { readonly from: number; readonly to: number } | undefined {
    return this.#learnt.equals(this.#met) ? undefined : { from: this.#learnt.count, to: this.#met.count };
  }

  #startSecondPass(): ReadonlyMap<string, Repeat> {
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

/** The number of different readings of an object that a note names. */
const MAX_READINGS = 3;

function remember(readings: Reading[], here: Reading): void {
  if (readings.length === MAX_READINGS) return;
  if (!readings.some(({ contents, uid }) => contents === here.contents && uid === here.uid)) readings.push(here);
}

/** Compares the objects of two passes without a list of them. */
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
