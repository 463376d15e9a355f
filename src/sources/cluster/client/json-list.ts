import { setKey } from "../../../api/record.ts";
import { parseJson } from "../../../text/json.ts";

/** The objects of a list, in their order. */
export interface ListItems extends Iterable<unknown> {
  readonly length: number;
}

/** An object in JSON, of which the items are not parsed yet. */
export interface JsonObject {
  /** All its fields but `items`, where that is an array. */
  readonly fields: Record<string, unknown>;
  /** Undefined where it has none. Going through it throws a JsonFault where an item is no JSON, or very long. */
  readonly items: ListItems | undefined;
}

/** Bytes that are no JSON, or more of it than a server sends. The message repeats none of them. */
export class JsonFault extends Error {
  override readonly name = "JsonFault";
  /** What there is too much of; empty where it is no JSON. */
  readonly excess: string;

  constructor(message: string, excess = "") {
    super(message);
    this.excess = excess;
  }
}

/** As encoding/json, which refuses what is nested deeper. */
const MAX_DEPTH = 10_000;
/** etcd takes 1.5 MB for an object by default; JSON is longer than what it holds. */
const MAX_ITEM = 16 * 1024 * 1024;
/** Objects and lists within a value. A pod has a few hundred, and 1.5 MB of managedFields have 100,000. */
const MAX_VALUES = 200_000;
/** A Status, or a list's metadata. */
const MAX_FIELDS = 8 * 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * Takes an object in JSON apart. The items of a list are parsed one by one, when they are asked for: JSON takes ten times its length as
 * values, and a page of it all at once would be most of the memory of a run.
 *
 * @param maxItems the most items that are taken
 * @returns undefined where it is JSON, and no object
 * @throws JsonFault where it is no JSON, as far as it has to look, is nested too deep, or has too many items
 */
export function splitJson(bytes: Buffer, maxItems: number): JsonObject | undefined {
  const scanner = new Scanner(bytes);
  if (scanner.space() !== OPEN_OBJECT) {
    parse(bytes, 0, bytes.length, MAX_FIELDS);
    return undefined;
  }
  const fields: Record<string, unknown> = {};
  let items: ListItems | undefined;
  let left = MAX_FIELDS;
  scanner.at++;
  for (let closed = scanner.closes(CLOSE_OBJECT); !closed; closed = scanner.continues(CLOSE_OBJECT)) {
    const key = scanner.value();
    const name = parse(bytes, key.from, key.to, left);
    if (typeof name !== "string") throw new JsonFault("a name is no string");
    if (scanner.space() !== COLON) throw new JsonFault("a name without a value");
    scanner.at++;
    if (scanner.space() === OPEN_LIST && name === "items") {
      // Of two fields with one name, the last one counts.
      items = new Items(bytes, scanner.items(maxItems));
      delete fields[name];
      continue;
    }
    const { from, to } = scanner.value();
    left -= to - from;
    setKey(fields, name, parse(bytes, from, to, left + to - from));
    if (name === "items") items = undefined;
  }
  if (scanner.space() !== undefined) throw new JsonFault("something follows the object");
  return { fields, items };
}

function parse(bytes: Buffer, from: number, to: number, most: number): unknown {
  if (to - from > most) throw tooMuch(`a value of ${to - from} bytes`);
  try {
    return parseJson(bytes.toString("utf8", from, to));
  } catch {
    // The engine's own message repeats a piece of the text.
    throw new JsonFault("a value is no JSON");
  }
}

function tooMuch(excess: string): JsonFault {
  return new JsonFault(`it holds ${excess}`, excess);
}

/** Parses each item when its turn comes, and keeps none. */
class Items implements ListItems {
  readonly #bytes: Buffer;
  readonly #ranges: readonly number[];

  /** @param ranges where each item begins and ends */
  constructor(bytes: Buffer, ranges: readonly number[]) {
    this.#bytes = bytes;
    this.#ranges = ranges;
  }

  get length(): number {
    return this.#ranges.length / 2;
  }

  *[Symbol.iterator](): Generator<unknown, undefined> {
    for (let index = 0; index < this.#ranges.length; index += 2) {
      yield parse(this.#bytes, this.#ranges[index] ?? 0, this.#ranges[index + 1] ?? 0, MAX_ITEM);
    }
  }
}

/** Finds where values begin and end. Only brackets and strings are looked at: JSON.parse verifies the rest. */
class Scanner {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Passes over white space, and gives the byte behind it. */
  space(): number | undefined {
    let byte = this.#bytes[this.at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.#bytes[++this.at];
    return byte;
  }

  /** Whether the collection that has just begun ends at once. */
  closes(closing: number): boolean {
    if (this.space() !== closing) return false;
    this.at++;
    return true;
  }

  /** Whether the collection ends behind the value that was just passed. */
  continues(closing: number): boolean {
    const byte = this.space();
    this.at++;
    if (byte !== COMMA && byte !== closing) throw new JsonFault("neither a comma nor the end follows a value");
    return byte === closing;
  }

  /** Where each item of a list begins and ends. */
  items(most: number): number[] {
    const ranges: number[] = [];
    this.at++;
    for (let closed = this.closes(CLOSE_LIST); !closed; closed = this.continues(CLOSE_LIST)) {
      const { from, to } = this.value();
      ranges.push(from, to);
      if (ranges.length > 2 * most) throw tooMuch(`more than ${most} objects`);
    }
    return ranges;
  }

  /** Passes over a value, and tells where it begins and ends. */
  value(): { readonly from: number; readonly to: number } {
    this.space();
    const bytes = this.#bytes;
    const from = this.at;
    let at = from;
    let depth = 0;
    let values = 0;
    do {
      const byte = bytes[at++];
      if (byte === QUOTE) at = endOfString(bytes, at);
      else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
        if (++depth > MAX_DEPTH) throw tooMuch(`values within values, more than ${MAX_DEPTH} deep`);
        if (++values > MAX_VALUES) throw tooMuch(`an object of more than ${MAX_VALUES} values`);
      } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) depth--;
      else if (byte === undefined) throw new JsonFault("it ends in the middle of a value");
      else if (depth === 0) at = endOfScalar(bytes, at);
    } while (depth > 0);
    this.at = at;
    return { from, to: at };
  }
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at++];
    if (byte === QUOTE) return at;
    if (byte === BACKSLASH) at++;
    else if (byte === undefined) throw new JsonFault("it ends in the middle of a string");
  }
}

function endOfScalar(bytes: Buffer, start: number): number {
  let at = start;
  for (;;) {
    const byte = bytes[at];
    if (byte === undefined || byte === COMMA || byte === CLOSE_LIST || byte === CLOSE_OBJECT || byte <= 0x20) return at;
    at++;
  }
}
