import type { SkimmedEvent } from "../../api/audit-event.ts";

/** The events that are remembered: between this number and twice as many. */
const WINDOW = 100_000;
/** Multipliers of two hashes (FNV-1a, and that of MurmurHash3's finalizer). */
const [FIRST, SECOND] = [0x01000193, 0x85ebca6b];
/** 53 bits of two hashes of 32 bits are an exact number. */
const [SHIFT, DROPPED] = [2 ** 21, 11];

/**
 * Recognizes events that come twice, among the last ones, by their ID, stage and time. A client may choose the ID, so that the ID alone could hide
 * another event. The set has a hash of 53 bits for each event: a string would take several times the memory and the time.
 */
export class SeenEvents {
  #current = new Set<number>();
  #earlier: ReadonlySet<number> = new Set();

  /** Whether an event is new. An event without an ID is always new. */
  add({ id, stage, time }: SkimmedEvent): boolean {
    if (id === "") return true;
    const key = hashOf(id, stage, time);
    if (this.#current.has(key) || this.#earlier.has(key)) return false;
    if (this.#current.size >= WINDOW) [this.#earlier, this.#current] = [this.#current, new Set()];
    this.#current.add(key);
    return true;
  }
}

function hashOf(id: string, stage: string, time: number): number {
  let [a, b] = [time % SHIFT, Math.floor(time / SHIFT)];
  const mix = (code: number): void => {
    a = Math.imul(a ^ code, FIRST);
    b = Math.imul(b ^ code ^ (b >>> 15), SECOND);
  };
  for (let at = 0; at < id.length; at++) mix(id.charCodeAt(at));
  mix(-1);
  for (let at = 0; at < stage.length; at++) mix(stage.charCodeAt(at));
  return (a >>> 0) * SHIFT + ((b ^ (b >>> 13)) >>> DROPPED);
}
