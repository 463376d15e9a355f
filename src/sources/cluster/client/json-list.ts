import { setKey } from "../../../api/record.ts";
import { parseJson } from "../../../text/json.ts";
import { ListFault, type ListItems } from "./list-fault.ts";

/** A JSON object whose items are not parsed yet. */
export interface JsonObject {
  /** All its fields, without `items` if that is an array. */
  readonly fields: Record<string, unknown>;
  /** Undefined if there are none. Iterating throws a JsonFault if an item is not JSON, or too long. */
  readonly items: ListItems | undefined;
}

/** The bytes are not JSON, or more than a server sends. The message shows none of them. */
export class JsonFault extends ListFault {
  override readonly name = "JsonFault";
  /** The limit that was exceeded, in words; empty if the bytes are not JSON. */
  readonly excess: string;

  constructor(message: string, excess = "") {
    super(message);
    this.excess = excess;
  }
}

/** The limit of nesting in encoding/json. */
const MAX_DEPTH = 10_000;
/** The longest item, in bytes. etcd stores up to 1.5 MB of an object by default; its JSON is longer. */
const MAX_ITEM = 16 * 1024 * 1024;
/** The most objects and lists in an item. A pod has a few hundred, and 1.5 MB of managedFields have 100,000. */
const MAX_VALUES = 200_000;
/** The most bytes of all other fields: those of a Status, or a list's metadata. */
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
 * Splits a JSON object into its fields and its items. Items are parsed one by one during iteration: parsed values take ten times the memory of JSON,
 * and a whole page of them would be most of the memory of a run.
 *
 * @param maxItems the limit of items
 * @returns undefined if it is JSON, but not an object
 * @throws JsonFault if it is not JSON (as far as it is parsed), nested too deep, or has too many items
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
  for (let closed = scanner.isEmpty(CLOSE_OBJECT); !closed; closed = scanner.ends(CLOSE_OBJECT)) {
    const key = scanner.value();
    const name = parse(bytes, key.from, key.to, left);
    if (typeof name !== "string") throw new JsonFault("a name is not a string");
    if (scanner.space() !== COLON) throw new JsonFault("a name without a value");
    scanner.at++;
    if (scanner.space() === OPEN_LIST && name === "items") {
      // If a name comes twice, the last field counts.
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
    // The engine's message contains a part of the text.
    throw new JsonFault("a value is not JSON");
  }
}

function tooMuch(excess: string): JsonFault {
  return new JsonFault(`it contains ${excess}`, excess);
}

/** Parses each item during iteration, and keeps none. */
class Items implements ListItems {
  readonly #bytes: Buffer;
  readonly #ranges: readonly number[];

  /** @param ranges the start and the end of each item, one after the other */
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

/** Finds the start and end of values. It examines brackets and strings only, since parsing verifies the rest. */
class Scanner {
  readonly #bytes: Buffer;
  at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Skips white space, and returns the byte after it. */
  space(): number | undefined {
    let byte = this.#bytes[this.at];
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = this.#bytes[++this.at];
    return byte;
  }

  /** Whether the object or list that has just begun is empty. */
  isEmpty(closing: number): boolean {
    if (this.space() !== closing) return false;
    this.at++;
    return true;
  }

  /** Whether the object or list ends after a value. */
  ends(closing: number): boolean {
    const byte = this.space();
    this.at++;
    if (byte !== COMMA && byte !== closing) throw new JsonFault("neither a comma nor the end follows a value");
    return byte === closing;
  }

  /** Returns the start and the end of each item of a list. */
  items(most: number): number[] {
    const ranges: number[] = [];
    this.at++;
    for (let closed = this.isEmpty(CLOSE_LIST); !closed; closed = this.ends(CLOSE_LIST)) {
      const { from, to } = this.value();
      ranges.push(from, to);
      if (ranges.length > 2 * most) throw tooMuch(`more than ${most} objects`);
    }
    return ranges;
  }

  /** Skips a value, and returns its start and end. */
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
