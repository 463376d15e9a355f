import { cutText } from "../../api/words/quoted.ts";

/**
 * The strings of the page's data. Each is in the page once, in the first block that needs it, and a number everywhere else. The empty
 * string is 0 and is in no block.
 */
export class Strings {
  readonly #numbers = new Map<string, number>([["", 0]]);
  #unwritten: string[] = [];
  #size = 0;

  /** Returns the string's number, a new one for a new string. A long string is cut, as in every output for people. */
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

  /** The length of the strings that are in no block yet, in UTF-16 units. */
  get size(): number {
    return this.#size;
  }

  /** Returns the strings that are in no block yet, in the order of their numbers, for the next block. */
  takeUnwritten(): readonly string[] {
    const taken = this.#unwritten;
    this.#unwritten = [];
    this.#size = 0;
    return taken;
  }
}
