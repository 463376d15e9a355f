import type { FieldPath } from "../field-path.ts";
import { isRecord } from "../record.ts";
import { nearestName } from "../words/nearest-name.ts";
import { quote, typeOf } from "../words/quoted.ts";

/** A fault of a value: the field, and what is wrong. The message contains names of fields, and of the values only those that {@link foundText} shows. */
export interface DecodingFault {
  readonly path: FieldPath;
  readonly message: string;
}

/** Collects the faults of a document. */
export type Faults = DecodingFault[];

/**
 * Decodes a value of one of this program's own files. Every fault is added to `faults`.
 *
 * @returns undefined after a fault
 */
export type Decoder<T> = (value: unknown, path: FieldPath, faults: Faults) => T | undefined;

/** A text that is not empty. */
export const text: Decoder<string> = (value, path, faults) => {
  if (typeof value === "string" && value.trim() !== "") return value;
  return refuse(path, faults, `expected text, found ${typeOfNoText(value)}${unquoted(value)}`);
};

/** A text that may be empty. */
export const anyText: Decoder<string> = (value, path, faults) =>
  typeof value === "string" ? value : refuse(path, faults, `expected text, found ${typeOf(value)}${unquoted(value)}`);

/** `true` or `false`. */
export const flag: Decoder<boolean> = (value, path, faults) =>
  typeof value === "boolean"
    ? value
    : refuse(
        path,
        faults,
        `expected true or false, found ${typeof value === "string" ? foundText(value) : typeOf(value)}`,
      );

/**
 * A text that a function parses.
 *
 * @param parse returns the value, or the fault: what it expected, and what it found
 * @param expected what the function expects: `the last day as YYYY-MM-DD`
 */
export function parsed<T>(
  parse: (text: string) => { readonly value: T } | { readonly fault: string },
  expected: string,
): Decoder<T> {
  return (value, path, faults) => {
    if (typeof value !== "string" || value.trim() === "") {
      return refuse(path, faults, `expected ${expected}, found ${typeOfNoText(value)}`);
    }
    const result = parse(value);
    return "fault" in result ? refuse(path, faults, result.fault) : result.value;
  };
}

/** One of some words. */
export function word<T extends string>(words: readonly T[]): Decoder<T> {
  const expected = words.length === 1 ? (words[0] ?? "") : `one of ${words.join(", ")}`;
  return parsed((read) => {
    const known = words.find((one) => one === read);
    if (known !== undefined) return { value: known };
    return { fault: `expected ${expected}, found ${foundText(read)}${meant(read, words)}` };
  }, expected);
}

/** A word, a version, a day, or a level with its version. */
const SHORT_VALUES: readonly RegExp[] = [
  /^(?:[A-Z]?[a-z]{1,12}|[A-Z]{1,12})(?::v?[\d.]{1,10}|:[a-z]{1,10})?$/,
  /^v?\d{1,4}(?:\.\d{1,4}){0,3}$/,
  /^\d{1,4}[-/.]\d{1,4}[-/.]\d{1,4}(?:[T ][\d:.]{1,12}Z?)?$/,
];

/** Shows a found text if it has the form of a short value. Another text may be a password, so it has its type alone. */
export function foundText(found: string): string {
  return SHORT_VALUES.some((form) => form.test(found)) ? quote(found) : typeOf(found);
}

/** A list. */
export function listOf<T>(item: Decoder<T>): Decoder<readonly T[]> {
  return (value, path, faults) => {
    if (!Array.isArray(value)) return refuse(path, faults, `expected a list, found ${typeOf(value)}`);
    const items = value.map((one: unknown, index) => item(one, [...path, index], faults));
    return items.every((one) => one !== undefined) ? items : undefined;
  };
}

/**
 * An object with known fields. A field that it does not know is a fault.
 *
 * @param fields the decoder of each field
 * @param required the fields that must be there
 */
export function objectOf<T extends object>(
  fields: { readonly [K in keyof T]-?: Decoder<Exclude<T[K], undefined>> },
  required: readonly (keyof T & string)[] = [],
): Decoder<T> {
  const names = Object.keys(fields);
  const isField = (key: string): key is keyof T & string => Object.hasOwn(fields, key);
  return (value, path, faults) => {
    if (!isRecord(value)) return refuse(path, faults, `expected an object, found ${typeOf(value)}`);
    const before = faults.length;
    const read: Partial<T> = {};
    for (const [key, one] of Object.entries(value)) {
      if (!isField(key)) {
        refuse([...path, key], faults, `unknown field ${quote(key)}${meant(key, names)}`);
        continue;
      }
      const result = fields[key](one, [...path, key], faults);
      if (result !== undefined) read[key] = result;
    }
    for (const name of required) {
      if (value[name] === undefined) refuse(path, faults, `${name} is missing`);
    }
    return faults.length === before ? complete<T>(read) : undefined;
  };
}

/** All fields without which the object is not complete have been verified. */
function complete<T>(read: Partial<T>): T {
  return read as T;
}

function refuse(path: FieldPath, faults: Faults, message: string): undefined {
  faults.push({ path, message });
  return undefined;
}

/** `; did you mean reason?`, or the names that there are. */
function meant(name: string, names: readonly string[]): string {
  const near = nearestName(name, names);
  return near === undefined ? "" : `; did you mean ${near}?`;
}

function typeOfNoText(value: unknown): string {
  return typeof value === "string" && value !== "" ? "white space" : typeOf(value);
}

/** YAML reads a plain number, a date or a word such as `yes` as another type than text. */
function unquoted(value: unknown): string {
  return typeof value === "number" || typeof value === "boolean" ? "; put it in quotes" : "";
}
