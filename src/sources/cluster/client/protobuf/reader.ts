import { ListFault } from "../list-fault.ts";
import type { Field, Message } from "./messages.ts";
import { readText } from "./texts.ts";
import { formatTime } from "./time.ts";
import { FIXED32, FIXED64, LENGTH, VARINT } from "./wire-types.ts";

type Value = Record<string, unknown>;

/** The bytes are not a message, or they end too early. */
export class WireError extends ListFault {
  override readonly name = "WireError";
}

/** Reads messages in the wire format of protocol buffers, and the chosen fields of each. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;
  /** How many more messages and items of lists are allowed. */
  #left: number;
  /** How many there are in this message, or in this item of a list. */
  #values = 0;
  #depth = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#left = FEW_VALUES + bytes.length / BYTES_PER_VALUE;
  }

  /**
   * Reads all bytes as one message. The result has the form of JSON: an absent field is not set.
   *
   * @param into the object that gets the fields
   * @throws WireError
   */
  read(message: Message, into: Value): Value {
    this.#message(message, this.#bytes.length, into);
    return into;
  }

  #message(message: Message, end: number, into: Value): void {
    while (this.#at < end) {
      const tag = this.#tag();
      const wire = tag & 7;
      const field = message[tag >>> 3];
      if (field === undefined) this.#skip(wire, end);
      else if (wire === field.wire) this.#field(field, end, into);
      else throw new WireError(`${field.name} is written in another way than it should be`);
    }
    if (this.#at !== end) throw new WireError("a message ends within a field");
  }

  #field({ name, type, isRepeated, isOmitted }: Field, limit: number, into: Value): void {
    if (type.form === "bool" || type.form === "int") {
      const number = this.#varint();
      if (number !== 0 || !isOmitted) into[name] = type.form === "int" ? number : number !== 0;
      return;
    }
    const end = this.#end(limit);
    if (isRepeated || type.form === "message") this.#count();
    switch (type.form) {
      case "embedded":
        this.#message(type.message, end, into);
        return;
      case "strings":
        this.#entry((into[name] ??= {}) as Value, end);
        return;
    }
    let value: unknown;
    switch (type.form) {
      case "string":
        value = this.#text(end);
        break;
      case "bytes":
        value = this.#bytes.subarray(this.#at, end);
        this.#at = end;
        break;
      case "json":
        value = this.#json(end);
        break;
      case "time":
      case "microTime":
        value = this.#time(end, type.form === "microTime");
        break;
      case "set":
        value = {};
        this.#at = end;
        break;
      case "message":
        this.#depth++;
        this.#message(type.message, end, (value = {}) as Value);
        this.#depth--;
        break;
    }
    if ((value === "" && isOmitted) || value === undefined) return;
    if (!isRepeated) into[name] = value;
    else if (into[name] === undefined) into[name] = [value];
    else (into[name] as unknown[]).push(value);
  }

  #count(): void {
    if (this.#depth === 0) this.#values = 0;
    if (--this.#left < 0 || ++this.#values > MAX_VALUES) throw new WireError("it contains too many values");
  }

  /** Reads an entry of a map, which is a message with a key and a value. */
  #entry(map: Value, end: number): void {
    let key = "";
    let value = "";
    while (this.#at < end) {
      const tag = this.#tag();
      if (tag === KEY) key = this.#text(this.#end(end));
      else if (tag === VALUE) value = this.#text(this.#end(end));
      else this.#skip(tag & 7, end);
    }
    if (this.#at !== end) throw new WireError("an entry ends within a field");
    // As in JSON this is an own property, although all objects have one of this name.
    if (key === "__proto__")
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
    else map[key] = value;
  }

  /** Reads a message whose only field is JSON, as in metav1.FieldsV1. */
  #json(end: number): unknown {
    let text = "null";
    while (this.#at < end) {
      const tag = this.#tag();
      if (tag === KEY) text = this.#text(this.#end(end));
      else this.#skip(tag & 7, end);
    }
    if (text.length > MAX_JSON) throw new WireError("JSON within it is too long");
    try {
      return JSON.parse(text);
    } catch {
      throw new WireError("a part that should be JSON is not");
    }
  }

  /** Reads a time, a message of seconds and nanoseconds, as the text that JSON has; undefined if JSON has none. */
  #time(end: number, hasMicroseconds: boolean): string | undefined {
    let seconds = 0;
    let nanoseconds = 0;
    while (this.#at < end) {
      const tag = this.#tag();
      if (tag === SECONDS) seconds = this.#varint();
      else if (tag === NANOSECONDS) nanoseconds = this.#varint();
      else this.#skip(tag & 7, end);
    }
    if (this.#at !== end) throw new WireError("a time ends within a field");
    return formatTime(seconds, nanoseconds, hasMicroseconds);
  }

  #text(end: number): string {
    const text = readText(this.#bytes, this.#at, end);
    this.#at = end;
    return text;
  }

  /** Reads a length, and returns where its field ends. */
  #end(limit: number): number {
    const length = this.#varint();
    const end = this.#at + length;
    if (length < 0 || end > limit) throw new WireError("a field is longer than its message");
    return end;
  }

  #skip(wire: number, limit: number): void {
    switch (wire) {
      case VARINT:
        this.#varint();
        return;
      case FIXED64:
        this.#at += 8;
        return;
      case LENGTH:
        this.#at = this.#end(limit);
        return;
      case FIXED32:
        this.#at += 4;
        return;
      default:
        throw new WireError(`no field is of kind ${wire}`);
    }
  }

  /** Reads a tag: the number of a field, and in the last three bits its wire type. */
  #tag(): number {
    const tag = this.#varint();
    if (tag < 0 || tag > MAX_TAG) throw new WireError("no field has such a number");
    return tag;
  }

  /** Reads an integer of up to 64 bits with a sign. Above 2^53 it is rounded. */
  #varint(): number {
    const bytes = this.#bytes;
    const first = bytes[this.#at++];
    if (first !== undefined && first < 0x80) return first;
    let low = (first ?? 0) & 0x7f;
    let factor = 0x80;
    for (let count = 1; count < MAX_VARINT; count++) {
      const byte = bytes[this.#at++];
      if (byte === undefined) break;
      low += (byte & 0x7f) * factor;
      factor *= 0x80;
      if (byte < 0x80) return low < SIGN ? low : Number(BigInt.asIntN(64, this.#exactly(count + 1)));
    }
    throw new WireError("a number has no end");
  }

  /** The exact value of the integer whose `count` bytes were just read. */
  #exactly(count: number): bigint {
    let value = 0n;
    for (let index = 1; index <= count; index++) {
      value = (value << 7n) | BigInt((this.#bytes[this.#at - index] ?? 0) & 0x7f);
    }
    return value;
  }
}

/**
 * The bytes that each value must have on average. An empty message has two bytes, and takes a hundred in memory. A real object is far longer, with its
 * UID and its times.
 */
const BYTES_PER_VALUE = 16;
const FEW_VALUES = 10_000;
/** The limit for one object. A pod has a few dozen values that are read. */
const MAX_VALUES = 200_000;
/** The longest JSON. etcd stores up to 1.5 MB of an object by default. */
const MAX_JSON = 8 * 1024 * 1024;

const KEY = (1 << 3) | LENGTH;
const VALUE = (2 << 3) | LENGTH;
/** The fields of a Timestamp. */
const SECONDS = (1 << 3) | VARINT;
const NANOSECONDS = (2 << 3) | VARINT;
const MAX_TAG = 2 ** 32 - 1;
const MAX_VARINT = 10;
const SIGN = 2 ** 63;
