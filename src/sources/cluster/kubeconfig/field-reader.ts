import { isRecord } from "../../../api/record.ts";
import { showFieldPath, type FieldPath } from "../../../api/field-path.ts";
import { typeOf } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import { isBase64, needsQuotes } from "../../../objects/decode/schema-types.ts";
import type { ParsedDocument } from "../../../text/yaml.ts";

const NO_FIELDS: Readonly<Record<string, unknown>> = {};

/**
 * Reads the fields of one mapping of a configuration as encoding/json does into a Go struct. A missing field, or null, is the zero value. Unknown
 * fields are ignored. Another type is an error. No error shows a value, since it may be a credential.
 */
export class FieldReader {
  readonly #file: string;
  readonly #document: ParsedDocument;
  readonly #path: FieldPath;
  readonly #fields: Readonly<Record<string, unknown>>;

  /** @throws UserError if `value`, which is at `path`, is not a mapping */
  constructor(file: string, document: ParsedDocument, value: unknown, path: FieldPath) {
    this.#file = file;
    this.#document = document;
    this.#path = path;
    if (value !== null && value !== undefined && !isRecord(value)) throw this.#fault("an object", value, path);
    this.#fields = value ?? NO_FIELDS;
  }

  /** `file:line` of this mapping. */
  get origin(): string {
    return `${this.#file}:${this.#document.locate(this.#path).line}`;
  }

  has(key: string): boolean {
    return this.value(key) !== undefined && this.value(key) !== null;
  }

  value(key: string): unknown {
    return Object.hasOwn(this.#fields, key) ? this.#fields[key] : undefined;
  }

  text(key: string): string {
    return this.#textOf(this.value(key), [...this.#path, key]);
  }

  flag(key: string): boolean {
    const value = this.value(key) ?? false;
    if (typeof value !== "boolean") throw this.#fault("true or false", value, [...this.#path, key]);
    return value;
  }

  /** Base64 as encoding/json accepts it: padded, with line ends anywhere. */
  base64(key: string): string {
    const text = this.text(key).replace(/[\r\n]/g, "");
    if (isBase64(text)) return text;
    const hint = `Put the PEM there as base64 in one line (base64 -w0), or name its file with ${key.replace(/-data$/, "")}.`;
    throw this.#error(`expected base64, found ${text.length} characters that are none`, [...this.#path, key], hint);
  }

  texts(key: string): string[] {
    return this.#textsOf(this.value(key), [...this.#path, key]);
  }

  mapping(key: string): FieldReader {
    return new FieldReader(this.#file, this.#document, this.value(key), [...this.#path, key]);
  }

  mappings(key: string): FieldReader[] {
    const path = [...this.#path, key];
    const each = (value: unknown, index: number): FieldReader =>
      new FieldReader(this.#file, this.#document, value, [...path, index]);
    return this.#listOf(this.value(key), path).map(each);
  }

  /** Errors show no key, since the keys are the user's own words. */
  textsByKey(): Record<string, string> {
    const entries = Object.entries(this.#fields);
    return Object.fromEntries(entries.map(([key, value]) => [key, this.#textOf(value, this.#path)]));
  }

  /** Errors show no key, since the keys are the user's own words. */
  textListsByKey(): Record<string, string[]> {
    const entries = Object.entries(this.#fields);
    return Object.fromEntries(entries.map(([key, value]) => [key, this.#textsOf(value, this.#path)]));
  }

  #textOf(value: unknown, path: FieldPath): string {
    if (value === undefined || value === null) return "";
    if (typeof value !== "string") throw this.#fault("a string", value, path);
    return value;
  }

  #textsOf(value: unknown, path: FieldPath): string[] {
    return this.#listOf(value, path).map((item, index) => this.#textOf(item, [...path, index]));
  }

  #listOf(value: unknown, path: FieldPath): readonly unknown[] {
    if (value === undefined || value === null) return [];
    if (!Array.isArray(value)) throw this.#fault("a list", value, path);
    return value;
  }

  #fault(expected: string, found: unknown, path: FieldPath): UserError {
    const hint = needsQuotes(expected, found)
      ? "Put it in quotes."
      : "Correct the file; kubectl cannot read it either.";
    return this.#error(`expected ${expected}, found ${typeOf(found)}`, path, hint);
  }

  #error(message: string, path: FieldPath, hint: string): UserError {
    const field = path.length === 0 ? "" : `${showFieldPath(path)}: `;
    return new UserError(`${this.#file}:${this.#document.locate(path).line}: ${field}${message}`, hint);
  }
}
