import type { FieldPath } from "../../api/field-path.ts";
import { compareBytes } from "../../api/words/byte-order.ts";

/** A configuration document as it was read. */
export interface ConfigurationDocument {
  /** The text of the file. No message shows any of it. */
  readonly text: string;
  /**
   * The format in which the API server reads it: JSON if it begins with `{`, else YAML. It words some faults
   * differently.
   */
  readonly format: "yaml" | "json";
  /** The decoded value: null, booleans, numbers, bigints, strings, arrays and plain objects. */
  readonly value: unknown;
  /** The duplicate keys of mappings, in the order in which the reader found them. */
  readonly duplicates: readonly DuplicateKey[];
}

/** A key that its mapping already contains. */
export interface DuplicateKey {
  /** The path of the mapping. */
  readonly path: FieldPath;
  readonly key: string;
  /** The line of the later key, from 1. */
  readonly line: number;
}

/** The name of a JSON value's type in Go's encoding/json. */
export function jsonType(value: unknown): "array" | "bool" | "number" | "object" | "string" {
  if (Array.isArray(value)) return "array";
  switch (typeof value) {
    case "string":
      return "string";
    case "boolean":
      return "bool";
    case "number":
    case "bigint":
      return "number";
    default:
      return "object";
  }
}

/** Returns the fields of an object in Go's order: YAML has been converted to JSON with sorted keys. */
export function entriesInOrder(
  value: Readonly<Record<string, unknown>>,
  format: ConfigurationDocument["format"],
): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(value);
  return format === "json" ? entries : entries.sort(([a], [b]) => compareBytes(a, b));
}
