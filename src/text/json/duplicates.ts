import type { FieldPath } from "../../api/field-path.ts";
import { endOfString } from "./strings.ts";
import { skipWhiteSpace } from "./white-space.ts";
import { endOfValue, parseJson } from "../json.ts";
import type { LineIndex } from "../lines.ts";
import type { Duplicate } from "../yaml.ts";
import { MAX_DUPLICATES, TYPE_KEYS } from "../yaml/duplicate-keys.ts";

/**
 * Counts the keys of all objects in a value, at any depth. If the text has more keys, some are duplicates. Counting
 * costs a hundredth of parsing; comparing each key with its siblings costs more than parsing.
 *
 * @param value the result of JSON.parse
 */
export function countKeys(value: unknown): number {
  let keys = 0;
  // Not recursive: hostile JSON nests deeper than the stack.
  const open: unknown[] = [value];
  while (open.length > 0) {
    const collection = open.pop();
    if (Array.isArray(collection)) {
      for (const item of collection) if (typeof item === "object" && item !== null) open.push(item);
    } else if (typeof collection === "object" && collection !== null) {
      const fields: unknown[] = Object.values(collection);
      keys += fields.length;
      for (const field of fields) if (typeof field === "object" && field !== null) open.push(field);
    }
  }
  return keys;
}

/** An object or a list that has not ended yet. */
interface Open {
  /** The keys of an object so far, and the offsets of their values; undefined for a list. */
  readonly values: Map<string, number> | undefined;
  /** The position of the scan: the key or the index of the current or next value. */
  step: string | number;
  /** Whether a key comes next. */
  awaitsKey: boolean;
}

/**
 * Finds the duplicate keys in the objects of a JSON value. Keys are compared after decoding: `"a"` and `"\u0061"` are
 * equal, and so are two halves of surrogate pairs. It stops after the first 100.
 *
 * @param text valid JSON from `offset` up to `end`
 */
export function findJsonDuplicates(text: string, offset: number, end: number, lines: LineIndex): Duplicate[] {
  const found: Duplicate[] = [];
  const open: Open[] = [];
  for (let at = skipWhiteSpace(text, offset); at < end && found.length < MAX_DUPLICATES;) {
    const inner = open.at(-1);
    const character = text[at];
    if (character === "{" || character === "[") {
      open.push({ values: character === "{" ? new Map() : undefined, step: 0, awaitsKey: character === "{" });
      at++;
    } else if (character === "}" || character === "]") {
      open.pop();
      at++;
    } else if (character === ",") {
      if (typeof inner?.step === "number" && inner.values === undefined) inner.step++;
      else if (inner !== undefined) inner.awaitsKey = true;
      at++;
    } else if (inner?.values !== undefined && inner.awaitsKey) {
      const keyEnd = endOfString(text, at) ?? end;
      const value = skipWhiteSpace(text, skipWhiteSpace(text, keyEnd) + 1);
      const key = String(parseJson(text.slice(at, keyEnd)));
      const earlier = inner.values.get(key);
      if (earlier !== undefined) {
        const path: FieldPath = open.slice(0, -1).map(({ step }) => step);
        const before = TYPE_KEYS.has(key) ? stringAt(text, earlier) : undefined;
        const valueLine = lines.positionAt(value).line;
        found.push({ path, key, ...lines.positionAt(at), valueLine, ...(before !== undefined && { earlier: before }) });
      }
      inner.values.set(key, value);
      inner.step = key;
      inner.awaitsKey = false;
      at = value;
    } else {
      at = endOfValue(text, at) ?? end;
    }
    at = skipWhiteSpace(text, at);
  }
  return found;
}

function stringAt(text: string, offset: number): string | undefined {
  const end = text[offset] === '"' ? endOfString(text, offset) : undefined;
  return end === undefined ? undefined : String(parseJson(text.slice(offset, end)));
}
