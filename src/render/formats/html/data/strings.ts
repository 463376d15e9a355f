import { cutText } from "../../../../api/quoted.ts";

/**
 * The strings of the data in the page: each stands in it once, in the first block that needs it, and is a number everywhere else. The empty
 * string is 0 and stands nowhere.
 */
export class Strings {
  readonly #numbers = new Map<string, number>([["", 0]]);
  #unwritten: string[] = [];
  #size = 0;

  /** The string's number, a new one where it was not seen yet. Of a long one the page has no more than any other output for people. */
  numberOf(whole: string): number {
    const text = cutText(whole);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#unwritten.push(text);
    this.#size += text.length;
    return number;
  }

  /** The length of the strings that no block has yet, in UTF-16 units. */
  get size(): number {
    return this.#size;
  }

  /** The strings that no block has yet, in the order of their numbers; from now on a block has them. */
  take(): readonly string[] {
    const taken = this.#unwritten;
    this.#unwritten = [];
    this.#size = 0;
    return taken;
  }
}
