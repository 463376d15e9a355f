/** Pseudorandom numbers: the same seed gives the same numbers. */
class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** A number from 0 up to, but not including, 1: Tommy Ettinger's mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 up to, but not including, `limit`. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  /** True with the given probability. */
  chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** One of the values. */
  pick<T>(values: readonly [T, ...T[]]): T {
    return values[this.below(values.length)] ?? values[0];
  }

  /** One of the strings of a long table, which must not be empty. */
  one(strings: readonly string[]): string {
    return strings[this.below(strings.length)] ?? "";
  }

  /** From 0 up to, but not including, `limit` values. */
  list<T>(limit: number, make: () => T): T[] {
    return Array.from({ length: this.below(limit) }, make);
  }
}

/** Names that sort, quote and encode differently: UTF-16 and UTF-8 order differ above U+FFFF, and Go reads lone surrogates as U+FFFD. */
const ODD_NAMES = [
  ["a", "b", "A", "_", "", " ", "a", "sidecar", 'quo"te', "back\\slash", "new\nline", "tab\tbell\x07", "\x00", "\x7f"],
  ["\u00a0", "\u00ad", "é", "e\u0301", "\u200b", "\u2028", "\u3000", "\ufeff", "\ufffd", "\uffff", "\ue000", "日本"],
  ["😀", "\u{10ffff}", "\u{e0001}", "\ud800", "\udc00x", "x\udbff", "%s%d%[1]q", "__proto__", "constructor", "10", "9"],
].flat();

/** Random values of a pod's JSON. */
export class RandomJson extends Random {
  /** An unusual string for a name. */
  odd(): string {
    return this.one(ODD_NAMES);
  }

  /** One of the bad values with the given probability, otherwise one of the good ones. */
  badOr<T>(badness: number, bad: readonly [T, ...T[]], good: readonly [T, ...T[]]): T {
    return this.pick(this.chance(badness) ? bad : good);
  }

  /** A boolean that is true with the given probability, and sometimes null or left out. */
  flag(probability: number): boolean | null | undefined {
    return this.chance(probability) ? true : this.pick([false, null, undefined, undefined]);
  }

  /** The value, or sometimes null. */
  orNull(value: unknown, probability = 0.05): unknown {
    return this.chance(probability) ? null : value;
  }

  /** The object in one of several orders of its keys. */
  object(fields: Record<string, unknown>): Record<string, unknown> {
    const entries = Object.entries(fields);
    return Object.fromEntries(this.chance(0.2) ? entries.toReversed() : entries);
  }
}
