import type { FieldPath } from "../../api/field-path.ts";
import { compareBytes } from "../../api/byte-order.ts";

/** A configuration as its reader hands it over. */
export interface ConfigurationDocument {
  /** The text that was read; no message shows any of it. */
  readonly text: string;
  /** How the API server reads it: as JSON when it begins with `{`, else as YAML. It words some faults differently. */
  readonly format: "yaml" | "json";
  /** What it holds: null, booleans, numbers, bigints, strings, arrays and plain objects. */
  readonly value: unknown;
  /** The keys that are there twice in a mapping, in the order in which the reader met them. */
  readonly duplicates: readonly DuplicateKey[];
}

/** A key that a mapping holds already. */
export interface DuplicateKey {
  /** Where the mapping stands. */
  readonly path: FieldPath;
  readonly key: string;
  /** The line of the later key, from 1. */
  readonly line: number;
}

/** What Go's encoding/json calls the type of a JSON value. */
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

/** The fields of an object in the order in which Go meets them: YAML has been turned into JSON with sorted keys. */
export function entriesInOrder(
  value: Readonly<Record<string, unknown>>,
  format: ConfigurationDocument["format"],
): readonly (readonly [string, unknown])[] {
  const entries = Object.entries(value);
  return format === "json" ? entries : entries.sort(([a], [b]) => compareBytes(a, b));
}
