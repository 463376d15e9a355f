import { typeOf } from "../../api/words/quoted.ts";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";

const HINT =
  "It was edited, or written by another version of kubectl pss. Use that version, or write the file again with this one.";

/**
 * Reads the fields of an object in a report's document. A missing field is an error, unless the method has a default.
 *
 * Each method throws a UserError for a wrong field, with its path, its type and the expected type.
 */
export class DocumentFields {
  readonly #fields: Readonly<Record<string, unknown>>;
  readonly #file: string;
  readonly #path: string;

  /**
   * @param file the file that contains the document
   * @param path the path of the object in it: `namespaces[0].workloads[3]`
   */
  constructor(value: unknown, file: string, path: string) {
    if (!isRecord(value)) throw fault(file, path, "an object", value);
    this.#fields = value;
    this.#file = file;
    this.#path = path;
  }

  /** Whether a field exists and is not null. */
  has(name: string): boolean {
    return this.#fields[name] !== undefined && this.#fields[name] !== null;
  }

  /** The value of a field, of any type; null if it is missing. */
  any(name: string): unknown {
    return this.#fields[name] ?? null;
  }

  text(name: string): string {
    const value = this.#fields[name];
    return typeof value === "string" ? value : this.#fail(name, "a string");
  }

  number(name: string, unset?: number): number {
    const value = this.#fields[name] ?? unset;
    return typeof value === "number" ? value : this.#fail(name, "a number");
  }

  flag(name: string, unset?: boolean): boolean {
    const value = this.#fields[name] ?? unset;
    return typeof value === "boolean" ? value : this.#fail(name, "true or false");
  }

  /** A string, or null. */
  textOrNull(name: string): string | null {
    return this.has(name) ? this.text(name) : null;
  }

  /** One of some words, or null. */
  wordOrNull<T extends string>(name: string, known: readonly T[]): T | null {
    return this.has(name) ? this.word(name, known) : null;
  }

  /** The number of items of a list. */
  count(name: string): number {
    return this.#items(name).length;
  }

  /** A field with one of some words. */
  word<T extends string>(name: string, known: readonly T[]): T {
    const value = this.#fields[name];
    return known.find((word) => word === value) ?? this.#fail(name, `one of ${known.join(", ")}`);
  }

  object(name: string): DocumentFields {
    return new DocumentFields(this.#fields[name], this.#file, this.#pathOf(name));
  }

  objects<T>(name: string, decode: (item: DocumentFields) => T): T[] {
    return this.#items(name).map((item, index) =>
      decode(new DocumentFields(item, this.#file, this.#pathOf(`${name}[${index}]`))),
    );
  }

  /** A list of some words; empty if it is missing. */
  words<T extends string>(name: string, known: readonly T[]): T[] {
    if (!this.has(name)) return [];
    return this.#items(name).map(
      (item) => known.find((word) => word === item) ?? this.#fail(name, `some of ${known.join(", ")}`),
    );
  }

  texts(name: string): string[] {
    return this.#items(name).map((item) => (typeof item === "string" ? item : this.#fail(name, "a list of strings")));
  }

  #items(name: string): readonly unknown[] {
    const value = this.#fields[name];
    return Array.isArray(value) ? value : this.#fail(name, "a list");
  }

  #fail(name: string, expected: string): never {
    throw fault(this.#file, this.#pathOf(name), expected, this.#fields[name]);
  }

  #pathOf(name: string): string {
    return `${this.#path}.${name}`;
  }
}

/** Makes the error of a wrong field in a document. */
export function fault(file: string, path: string, expected: string, found: unknown): UserError {
  const reason = found === undefined ? " is missing" : `: expected ${expected}, found ${typeOf(found)}`;
  return new UserError(`${file}: ${path}${reason}`, HINT);
}
