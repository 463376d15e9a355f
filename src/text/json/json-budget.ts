import { hasLongNumbers, type ValueCounter } from "../json.ts";
import { endOfString } from "./strings.ts";
import { skipWhiteSpace } from "./white-space.ts";

const MIB = 1024 * 1024;
/** The estimated bytes of one JSON value with its text. A report needs the rest of a gigabyte. */
const MAX_BYTES = 384 * MIB;

/** An item of a list of objects with its place and, if it is no object, its note. */
const ITEM = 300;
/** Any other list or object. */
const COLLECTION = 140;
/** The place of a value in its collection, and a number beyond 31 bits. */
const VALUE = 24;
/** A string that no other string equals: as a key, it also changes the hidden class of its object, or is an entry of its hash table. */
const DISTINCT_STRING = 230;
/** V8 keeps the text of each value while it parses a value with long numbers, for the reviver of JSON.parse. */
const LONG_NUMBER_FACTOR = 1.5;

/** The items of a list of objects, and what surrounds them. */
const DEPTH_OF_ITEMS = 3;

const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** The fault of a value that takes too much memory. */
export const TOO_MUCH = `more than ${MAX_BYTES / MIB} MiB of memory for one JSON value, by its lists, objects, values and strings; write it as several`;

/**
 * Whether a JSON value takes more memory than one may, as estimated. Most values are small enough by their counted parts. Only a value that may be too
 * large is read again, to tell equal keys and strings from different ones.
 *
 * @param end the offset after the value
 */
export function isTooMuch(
  text: string,
  offset: number,
  end: number,
  { keys, collections, commas }: ValueCounter,
): boolean {
  // At most, each character takes two bytes in the text and two in a string, and each key and value is a different string.
  const most =
    4 * (end - offset) +
    ITEM * collections +
    (VALUE + DISTINCT_STRING) * (commas + collections) +
    DISTINCT_STRING * keys;
  if (most * LONG_NUMBER_FACTOR <= MAX_BYTES) return false;
  const value = text.slice(offset, end);
  const factor = hasLongNumbers(value) ? LONG_NUMBER_FACTOR : 1;
  return factor * bytesOf(value, collections, commas) > MAX_BYTES;
}

function bytesOf(text: string, collections: number, commas: number): number {
  const { items, characters, distinct } = measure(text, MAX_BYTES / DISTINCT_STRING);
  const width = /[^\0-\xFF]/.test(text) ? 2 : 1;
  return (
    width * (text.length + characters) +
    ITEM * items +
    COLLECTION * (collections - items) +
    VALUE * commas +
    DISTINCT_STRING * distinct
  );
}

/** Counts the items of lists of objects, the characters of strings, and the different strings, until there are too many of these. */
function measure(
  text: string,
  maxDistinct: number,
): { readonly items: number; readonly characters: number; readonly distinct: number } {
  const strings = new Set<string>();
  let depth = 0;
  let items = 0;
  let characters = 0;
  for (let at = 0; at < text.length && strings.size <= maxDistinct; at = skipWhiteSpace(text, at)) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      const end = endOfString(text, at) ?? text.length;
      strings.add(text.slice(at + 1, end - 1));
      characters += end - at;
      at = end;
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) {
      depth++;
      if (depth <= DEPTH_OF_ITEMS) items++;
    } else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--;
    at++;
  }
  return { items, characters, distinct: strings.size };
}
