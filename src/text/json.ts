import type { FieldPath } from "../api/field-path.ts";
import { parseDeepJson } from "./json/deep.ts";
import { JsonSyntaxError, findJsonFault } from "./json/fault.ts";
import { endOfString } from "./json/strings.ts";
import { skipWhiteSpace } from "./json/white-space.ts";

const SCALAR = /[^ \t\r\n,:[\]{}"]+/y;
/**
 * A number or a word outside any collection. It ends where Go's scanner has a complete one (encoding/json of Go 1.26,
 * scanner.go): `1` of `1password`. SCALAR matches incomplete ones, such as `1.x`.
 */
const BARE_SCALAR =
  /true|false|null|-?(?:0(?:(?:\.[0-9]+)?[eE][-+]?[0-9]+|\.[0-9]+(?![0-9eE])|(?![.eE]))|[1-9][0-9]*(?:(?:\.[0-9]+)?[eE][-+]?[0-9]+|\.[0-9]+(?![0-9eE])|(?![0-9.eE])))/y;
/** A run of digits that may exceed the precision of a JavaScript number. */
const LONG_NUMBER = /[0-9]{16}/;

const QUOTE = 0x22;
const COLON = 0x3a;
const COMMA = 0x2c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** Counts what takes memory in a value, without looking at it. */
export interface ValueCounter {
  keys: number;
  /** The lists and objects. */
  collections: number;
  /** The commas outside strings: about as many as there are values. */
  commas: number;
}

/**
 * Returns the offset after the JSON value at `offset`; undefined if the value does not end. It looks only at brackets
 * and strings; JSON.parse verifies the rest.
 *
 * @param counter receives the numbers of the value
 */
export function endOfValue(text: string, offset: number, counter?: ValueCounter): number | undefined {
  let depth = 0;
  let keys = 0;
  let collections = 0;
  let commas = 0;
  let at = offset;
  // Whole dumps go through this loop, so it compares code units and not strings.
  do {
    if (at >= text.length) return undefined;
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth++;
      collections++;
      at++;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) {
      depth--;
      at++;
    } else if (depth === 0) {
      return endOfBareScalar(text, at);
    } else {
      if (code === COLON) keys++;
      else if (code === COMMA) commas++;
      at++;
    }
    if (depth > 0) at = skipWhiteSpace(text, at);
  } while (depth > 0);
  if (counter !== undefined) {
    counter.keys += keys;
    counter.collections += collections;
    counter.commas += commas;
  }
  return at;
}

function endOfBareScalar(text: string, at: number): number {
  for (const pattern of [BARE_SCALAR, SCALAR]) {
    pattern.lastIndex = at;
    if (pattern.test(text)) return pattern.lastIndex;
  }
  return at + 1;
}

/**
 * Parses JSON like JSON.parse, with integers beyond 2^53 as bigint, so that a decoder can tell int64 from an overflow.
 * As in Go's encoding/json, half of a surrogate pair becomes U+FFFD, and of keys that are then equal the last one
 * counts.
 *
 * @throws JsonSyntaxError if the text is not JSON; its message contains no part of the text
 */
export function parseJson(source: string): unknown {
  const text = replaceHalfPairs(source);
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new JsonSyntaxError(findJsonFault(text));
  }
}

/** Whether a text may have integers beyond 2^53, which are parsed with their digits. */
export function hasLongNumbers(text: string): boolean {
  return LONG_NUMBER.test(text);
}

function parse(text: string): unknown {
  if (!hasLongNumbers(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
      const source = context?.source;
      const isLong = typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined;
      return isLong && /^-?[0-9]+$/.test(source) ? BigInt(source) : value;
    });
  } catch (error) {
    // V8 recurses for each level.
    if (error instanceof RangeError) return parseDeepJson(text);
    throw error;
  }
}

/** An escape sequence: a whole pair, half of one, or another. */
const ESCAPE = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|[^])/g;

/** Replaces each half of a pair by the escape sequence of U+FFFD, which has the same length. */
function replaceHalfPairs(text: string): string {
  if (!text.includes("\\ud") && !text.includes("\\uD")) return text;
  return text.replace(ESCAPE, (escape, half?: string) => (half === undefined ? escape : String.raw`\ufffd`));
}

/**
 * Returns the offset of the field at `path` in the JSON value that begins at `offset`. For several fields, use a
 * JsonLocator.
 */
export function locateJson(text: string, offset: number, path: FieldPath): number {
  return new JsonLocator(text, offset).offsetOf(path);
}

interface Entry {
  readonly place: number;
  readonly value: number;
}

/** Finds the fields of a JSON value. The value must be valid. */
export class JsonLocator {
  readonly #text: string;
  readonly #root: number;
  /** The entries of the value itself, and of its lists and objects, by offset. A list may contain a whole cluster. */
  readonly #outer = new Map<number, ReadonlyMap<string | number, Entry>>();
  /** The entries of all else that a look-up met. Those of the last item of a list alone, since they take more memory than the item itself. */
  readonly #inner = new Map<number, ReadonlyMap<string | number, Entry>>();
  #item: number | undefined;

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#root = skipWhiteSpace(text, offset);
  }

  /**
   * Returns the offset of a field's key, or of an item of a list. For a field that is not set, it returns the place of
   * its nearest existing parent. Of duplicate keys, the last one counts.
   */
  offsetOf(path: FieldPath): number {
    return this.rangeOf(path).place;
  }

  /**
   * Returns the same offset, and the one after the field: after its value if that is a scalar, otherwise after its key. The end of an item that is a
   * collection is after its bracket, and the value itself has none.
   */
  rangeOf(path: FieldPath): { readonly place: number; readonly end: number | undefined } {
    const [, item] = path;
    if (typeof item === "number" && item !== this.#item) {
      this.#inner.clear();
      this.#item = item;
    }
    let found: Entry | undefined;
    for (const [depth, step] of path.entries()) {
      const known = depth < 2 ? this.#outer : this.#inner;
      const entry = this.#entriesOf(found?.value ?? this.#root, known).get(step);
      if (entry === undefined) break;
      found = entry;
    }
    if (found === undefined) return { place: this.#root, end: undefined };
    const { place, value } = found;
    const isCollection = this.#text[value] === "{" || this.#text[value] === "[";
    if (!isCollection) return { place, end: endOfValue(this.#text, value) };
    return { place, end: place === value ? place + 1 : endOfString(this.#text, place) };
  }

  #entriesOf(collection: number, known: Map<number, ReadonlyMap<string | number, Entry>>) {
    let entries = known.get(collection);
    if (entries === undefined) known.set(collection, (entries = this.#readEntries(collection)));
    return entries;
  }

  #readEntries(collection: number): ReadonlyMap<string | number, Entry> {
    const text = this.#text;
    const isObject = text[collection] === "{";
    const entries = new Map<string | number, Entry>();
    if (!isObject && text[collection] !== "[") return entries;
    let at = skipWhiteSpace(text, collection + 1);
    for (let index = 0; at < text.length && text[at] !== "}" && text[at] !== "]"; index++) {
      const place = at;
      let name: string | number = index;
      if (isObject) {
        const end = endOfString(text, at) ?? text.length;
        name = String(parseJson(text.slice(at, end)));
        at = skipWhiteSpace(text, skipWhiteSpace(text, end) + 1);
      }
      entries.set(name, { place, value: at });
      at = skipWhiteSpace(text, endOfValue(text, at) ?? text.length);
      if (text[at] === ",") at = skipWhiteSpace(text, at + 1);
    }
    return entries;
  }
}
