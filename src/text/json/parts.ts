import { endOfValue } from "../json.ts";
import { skipWhiteSpace } from "./white-space.ts";
import { positionAt } from "../lines.ts";

/** JSON's own characters. A message may show them, because they are not part of a value. */
const PUNCTUATION = /[,:[\]{}]/;

/**
 * A value in a large JSON text, which is never parsed as a whole. Values that are not requested are only skipped, and
 * each part is scanned once.
 *
 * Each method throws a SyntaxError if the part that it scans is not JSON.
 */
export class JsonPart {
  readonly #text: string;
  readonly #start: number;
  #end: number | undefined;

  /** @param start the offset of the value, or of white space before it */
  constructor(text: string, start = 0) {
    this.#text = text;
    this.#start = skipWhiteSpace(text, start);
  }

  get isList(): boolean {
    return this.#text[this.#start] === "[";
  }

  get isObject(): boolean {
    return this.#text[this.#start] === "{";
  }

  /** The offset after the value. */
  get end(): number {
    this.#end ??= endOfValue(this.#text, this.#start);
    if (this.#end === undefined) throw new SyntaxError("the text ends in the middle of a value");
    return this.#end;
  }

  parse(): unknown {
    const text = this.#text.slice(this.#start, this.end);
    try {
      return JSON.parse(text);
    } catch {
      // Messages about a part count from the beginning of the part.
      throw new SyntaxError(`the value that begins in line ${this.#lineAt(this.#start)} is invalid`);
    }
  }

  /** Yields the items of a list. */
  *items(): Generator<JsonPart, undefined> {
    let part = this.#first("]");
    while (part !== undefined) {
      yield part;
      part = this.#next(part, "]");
    }
  }

  /** Returns the fields of an object by name. Of duplicate names, the last one counts. */
  fields(): ReadonlyMap<string, JsonPart> {
    const fields = new Map<string, JsonPart>();
    let key = this.#first("}");
    while (key !== undefined) {
      const name = key.parse();
      const colon = skipWhiteSpace(this.#text, key.end);
      if (typeof name !== "string" || this.#text[colon] !== ":") throw this.#unexpected(colon);
      const value = new JsonPart(this.#text, colon + 1);
      fields.set(name, value);
      key = this.#next(value, "}");
    }
    return fields;
  }

  /** Verifies that only white space follows. */
  expectEnd(): void {
    const at = skipWhiteSpace(this.#text, this.end);
    if (at < this.#text.length) throw this.#unexpected(at);
  }

  #first(closing: string): JsonPart | undefined {
    const at = skipWhiteSpace(this.#text, this.#start + 1);
    if (this.#text[at] !== closing) return new JsonPart(this.#text, at);
    this.#end = at + 1;
    return undefined;
  }

  #next(part: JsonPart, closing: string): JsonPart | undefined {
    const at = skipWhiteSpace(this.#text, part.end);
    if (this.#text[at] === ",") return new JsonPart(this.#text, at + 1);
    if (this.#text[at] !== closing) throw this.#unexpected(at);
    this.#end = at + 1;
    return undefined;
  }

  #unexpected(at: number): SyntaxError {
    if (at >= this.#text.length) return new SyntaxError("the text ends in the middle of a value");
    const character = this.#text.charAt(at);
    const found = PUNCTUATION.test(character) ? `"${character}"` : "something";
    return new SyntaxError(`found ${found} in line ${this.#lineAt(at)}, where it makes no sense`);
  }

  #lineAt(at: number): number {
    return positionAt(this.#text, at).line;
  }
}
