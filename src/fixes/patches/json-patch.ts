import type { FieldPath } from "../../api/field-path.ts";
import { isRecord } from "../../api/record.ts";
import type { JsonOperation } from "../../report/fix/fix-report.ts";
import { areEqual } from "../../api/values/equal-values.ts";

/**
 * Makes a JSON patch (RFC 6902) of an object. Before it changes an item of a list, it tests the name of the item, so that
 * it changes no other one.
 */
export function jsonPatch(before: unknown, after: unknown): readonly JsonOperation[] {
  return [...operations(before, after, [])];
}

function* operations(before: unknown, after: unknown, path: FieldPath): Generator<JsonOperation, undefined> {
  if (before === after || areEqual(before, after)) return;
  if (isRecord(before) && isRecord(after)) return yield* ofMapping(before, after, path);
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    for (const [index, item] of after.entries()) yield* ofItem(before[index], item, [...path, index]);
    return;
  }
  // The API server leaves out a field with null, so there would be nothing to replace.
  const op = before === null || before === undefined ? "add" : "replace";
  yield { op, path: pointer(path), value: after };
}

function* ofMapping(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
  path: FieldPath,
): Generator<JsonOperation, undefined> {
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) yield { op: "remove", path: pointer([...path, key]) };
  }
  for (const [key, value] of Object.entries(after)) {
    if (Object.hasOwn(before, key)) yield* operations(before[key], value, [...path, key]);
    else yield { op: "add", path: pointer([...path, key]), value };
  }
}

function* ofItem(before: unknown, after: unknown, path: FieldPath): Generator<JsonOperation, undefined> {
  if (before === after) return;
  const name = isRecord(before) ? before["name"] : undefined;
  if (typeof name === "string") yield { op: "test", path: pointer([...path, "name"]), value: name };
  yield* operations(before, after, path);
}

/** A path in the notation of RFC 6901. */
function pointer(path: FieldPath): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}
