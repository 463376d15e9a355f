import type { FieldPath } from "../api/field-path.ts";
import { parseDeepJson } from "./json/deep.ts";
import { JsonSyntaxError, findJsonFault } from "./json/fault.ts";
import { endOfString } from "./json/strings.ts";
import { skipWhiteSpace } from "./json/white-space.ts";

const SCALAR = /[^ \t\r\n,:[\]{}"]+/y;
/**
 * A number or a word that no collection is around. It ends where Go's scanner has a whole one (encoding/json of Go 1.26, scanner.go): of
 * `1password` that is 1. What is no whole one, such as `1.x`, is left to SCALAR.
 */
const BARE_SCALAR =
  /true|false|null|-?(?:0(?:(?:\.[0-9]+)?[eE][-+]?[0-9]+|\.[0-9]+(?![0-9eE])|(?![.eE]))|[1-9][0-9]*(?:(?:\.[0-9]+)?[eE][-+]?[0-9]+|\.[0-9]+(?![0-9eE])|(?![0-9.eE])))/y;
/** A run of digits that a JavaScript number may not hold exactly. */
const LONG_NUMBER = /[0-9]{16}/;

/** Counts the keys in a text, without comparing them. */
export interface KeyCounter {
  keys: number;
}

/**
 * The offset behind the JSON value that begins at `offset`; undefined where it never ends. It looks only at brackets and strings:
 * JSON.parse says whether what stands between them is right.
 *
 * @param counter gets the number of keys in the value added
 */
export function endOfValue(text: string, offset: number, counter?: KeyCounter): number | undefined {
  let depth = 0;
  let keys = 0;
  let at = offset;
  do {
    const character = text[at];
    if (character === undefined) return undefined;
    if (character === '"') {
      const end = endOfString(text, at);
      if (end === undefined) return undefined;
      at = end;
    } else if (character === "{" || character === "[") {
      depth++;
      at++;
    } else if (character === "}" || character === "]") {
      depth--;
      at++;
    } else if (depth === 0) {
      return endOfBareScalar(text, at);
    } else if (!(character === "," || character === ":")) {
      SCALAR.lastIndex = at;
      at = SCALAR.test(text) ? SCALAR.lastIndex : at + 1;
    } else {
      if (character === ":") keys++;
      at++;
    }
    if (depth > 0) at = skipWhiteSpace(text, at);
  } while (depth > 0);
  if (counter !== undefined) counter.keys += keys;
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
 * JSON.parse, with integers beyond 2^53 as bigint, so that a decoder can tell int64 from an overflow. As in Go's encoding/json, half of a
 * surrogate pair becomes U+FFFD, and of keys that are equal then the last one counts.
 *
 * @throws JsonSyntaxError where the text is no JSON, without any of the text
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

function parse(text: string): unknown {
  if (!LONG_NUMBER.test(text)) return JSON.parse(text);
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
      const source = context?.source;
      const isLong = typeof value === "number" && !Number.isSafeInteger(value) && source !== undefined;
      return isLong && /^-?[0-9]+$/.test(source) ? BigInt(source) : value;
    });
  } catch (error) {
    // V8 calls itself for each level.
    if (error instanceof RangeError) return parseDeepJson(text);
    throw error;
  }
}

/** An escape sequence: a whole pair, half of one, or another. */
const ESCAPE = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|[^])/g;

/** The same text, as long as it was, with the escape sequence of U+FFFD for each half of a pair. */
function replaceHalfPairs(text: string): string {
  if (!text.includes("\\ud") && !text.includes("\\uD")) return text;
  return text.replace(ESCAPE, (escape, half?: string) => (half === undefined ? escape : String.raw`\ufffd`));
}

/** Where the field at `path` stands in the JSON value that begins at `offset`; a JsonLocator is the thing for several. */
export function locateJson(text: string, offset: number, path: FieldPath): number {
  return new JsonLocator(text, offset).offsetOf(path);
}

interface Entry {
  readonly place: number;
  readonly value: number;
}

/** Finds the fields of a JSON value, which must be valid. */
export class JsonLocator {
  readonly #text: string;
  readonly #root: number;
  /** The entries of each collection that was looked into, by its offset: a list may hold a cluster. */
  readonly #entries = new Map<number, ReadonlyMap<string | number, Entry>>();

  constructor(text: string, offset: number) {
    this.#text = text;
    this.#root = skipWhiteSpace(text, offset);
  }

  /**
   * The offset of a field's key, or of its item in a list. A field that is not set has the place of its nearest parent that is. Of
   * duplicate keys the last one counts.
   */
  offsetOf(path: FieldPath): number {
    let value = this.#root;
    let place = value;
    for (const step of path) {
      const entry = this.#entriesOf(value).get(step);
      if (entry === undefined) return place;
      ({ place, value } = entry);
    }
    return place;
  }

  #entriesOf(collection: number): ReadonlyMap<string | number, Entry> {
    let entries = this.#entries.get(collection);
    if (entries === undefined) this.#entries.set(collection, (entries = this.#readEntries(collection)));
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
