import type { Source } from "../../../workloads/object.ts";

/** The contents of one place of an object that is judged. */
export interface Reading {
  readonly source: Source;
  /** Empty if the object has none. */
  readonly uid: string;
  /** All facts about the object that a report can contain, as a text. */
  readonly contents: string;
}

/** The role of one place of an object that may have several. */
export type Place =
  /** The only place, or a place of an object without an identity. */
  | { readonly type: "only" }
  /** The object appears again later, so this place does not count. */
  | { readonly type: "earlier" }
  /** The last of several places, which counts. */
  | { readonly type: "last"; readonly here: Reading | undefined; readonly before: readonly Reading[] };

interface Repeat {
  /** The number of places that have not been read yet. */
  left: number;
  /** The first places that differ. */
  readonly before: Reading[];
}

const ONLY: Place = { type: "only" };
const EARLIER: Place = { type: "earlier" };

/**
 * Finds the place that counts, if a dump contains an object more than once: the last one, as if all places were applied in order.
 *
 * The input is read twice. `learn` must be called with every object in the first pass, and `next` in the second, in the same order. Between the
 * passes, only the identities of repeated objects are kept.
 */
export class Repeats {
  readonly #counts = new Map<string, number>();
  #repeated: Map<string, Repeat> | undefined;
  readonly #learnt = new Tally();
  readonly #read = new Tally();

  /** @param identity undefined for an object without an identity */
  learn(identity: string | undefined): void {
    this.#learnt.add(identity);
    if (identity !== undefined) this.#counts.set(identity, (this.#counts.get(identity) ?? 0) + 1);
  }

  /** @param read reads the place; called only for repeated objects; returns undefined if the object is not judged */
  next(identity: string | undefined, read: () => Reading | undefined): Place {
    this.#read.add(identity);
    if (identity === undefined) return ONLY;
    const repeat = this.#startSecondPass().get(identity);
    // The object has more places than in the first pass: the input has changed, and the report has an entry for that.
    if (repeat === undefined || repeat.left === 0) return ONLY;
    repeat.left--;
    const here = read();
    if (repeat.left === 0) return { type: "last", here, before: repeat.before };
    if (here !== undefined) remember(repeat.before, here);
    return EARLIER;
  }

  /**
   * The number of objects in each pass, if the input changed between them. Then a place that counts may be missing, even if both numbers are
   * the same.
   */
  get change(): { readonly from: number; readonly to: number } | undefined {
    return this.#learnt.equals(this.#read) ? undefined : { from: this.#learnt.count, to: this.#read.count };
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

/** The most different places of an object that a note names. */
const MAX_READINGS = 3;

function remember(readings: Reading[], here: Reading): void {
  if (readings.length === MAX_READINGS) return;
  if (!readings.some(({ contents, uid }) => contents === here.contents && uid === here.uid)) readings.push(here);
}

/** Counts and hashes the objects of a pass, so that two passes can be compared without a list of objects. */
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
