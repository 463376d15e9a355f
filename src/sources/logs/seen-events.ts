/** The events that are remembered: between this number and twice as many. */
const WINDOW = 100_000;
/** Multipliers of two hashes (FNV-1a, and that of MurmurHash3's finalizer), as signed numbers of 32 bits. */
const FIRST = 0x01000193;
const SECOND = 0x85ebca6b | 0;
/** 53 bits of two hashes of 32 bits are an exact number. */
const SHIFT = 2 ** 21;
const DROPPED = 11;

/** The slots of a table. Less than half are used. */
const SLOTS = 2 ** 18;

/**
 * Recognizes events that come twice, among the last ones, by their ID, stage and time. A client may choose the ID, so that the ID alone could hide
 * another event. There is a hash of 53 bits for each event: strings in a set would take many times the memory and the time.
 */
export class SeenEvents {
  #current = new Float64Array(SLOTS);
  #earlier = new Float64Array(SLOTS);
  #size = 0;

  /**
   * Whether an event is new. An event without an ID is always new.
   *
   * @param text contains the ID, from `idStart` to `idEnd`. A string of its own for each ID would take more time than the hash
   * @param time in milliseconds since 1970
   */
  add(text: string, idStart: number, idEnd: number, stage: string, time: number): boolean {
    if (idStart === idEnd) return true;
    const key = hashOf(text, idStart, idEnd, stage, time);
    if (this.#earlier[slotOf(this.#earlier, key)] === key) return false;
    let slot = slotOf(this.#current, key);
    if (this.#current[slot] === key) return false;
    if (this.#size >= WINDOW) {
      [this.#earlier, this.#current] = [this.#current, this.#earlier.fill(0)];
      this.#size = 0;
      slot = slotOf(this.#current, key);
    }
    this.#current[slot] = key;
    this.#size++;
    return true;
  }
}

/** The slot of a key in a table, or the free one where it belongs. */
function slotOf(table: Float64Array, key: number): number {
  let slot = key % SLOTS;
  while (table[slot] !== 0 && table[slot] !== key) slot = (slot + 1) % SLOTS;
  return slot;
}

/** A hash of 53 bits, and never 0, which marks a free slot. Each event needs one, so the loops call no function. */
function hashOf(text: string, idStart: number, idEnd: number, stage: string, time: number): number {
  let a = (time % SHIFT) | 0;
  let b = (time / SHIFT) | 0;
  for (let at = idStart; at < idEnd; at += 2) {
    // Two characters in one step take two thirds of the time. After the last one, the next character of the text is not part of the ID: 0 is in its place.
    const code = text.charCodeAt(at) | ((at + 1 < idEnd ? text.charCodeAt(at + 1) : 0) << 16);
    a = Math.imul(a ^ code, FIRST);
    b = Math.imul(b ^ code ^ (b >>> 15), SECOND);
  }
  // The end of the ID, which may have any length.
  a = Math.imul(~a, FIRST);
  b = Math.imul(~b ^ (b >>> 15), SECOND);
  for (let at = 0; at < stage.length; at++) {
    const code = stage.charCodeAt(at);
    a = Math.imul(a ^ code, FIRST);
    b = Math.imul(b ^ code ^ (b >>> 15), SECOND);
  }
  return (a >>> 0) * SHIFT + ((b ^ (b >>> 13)) >>> DROPPED) || 1;
}
