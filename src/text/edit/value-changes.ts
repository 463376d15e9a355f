import { areEqual } from "../../api/values/equal-values.ts";

/** The differences between two mappings. */
export interface MappingChanges {
  readonly changed: readonly string[];
  /** The new keys with their values. */
  readonly added: Readonly<Record<string, unknown>>;
  readonly removed: readonly string[];
}

/** The differences between two lists. */
export interface ListChanges {
  /** The items that change in their place, by their position in the old list. */
  readonly changed: readonly (readonly [index: number, value: unknown])[];
  /** The items at the end of the new list. */
  readonly added: readonly unknown[];
  /** The positions in the old list. */
  readonly removed: readonly number[];
}

/** Compares two mappings. Values that are the same object do not differ. */
export function changesOfMapping(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): MappingChanges {
  const keys = Object.keys(after);
  return {
    changed: keys.filter((key) => Object.hasOwn(before, key) && before[key] !== after[key]),
    added: Object.fromEntries(keys.filter((key) => !Object.hasOwn(before, key)).map((key) => [key, after[key]])),
    removed: Object.keys(before).filter((key) => !Object.hasOwn(after, key)),
  };
}

/**
 * Compares two lists. The new list must have items of the old one in their order, changed or not, and then new ones.
 *
 * @returns undefined if there are no such changes
 */
export function changesOfList(before: readonly unknown[], after: readonly unknown[]): ListChanges | undefined {
  if (after.length >= before.length) {
    const changed: (readonly [number, unknown])[] = [];
    for (const [index, item] of before.entries()) if (item !== after[index]) changed.push([index, after[index]]);
    return { changed, added: after.slice(before.length), removed: [] };
  }
  const removed: number[] = [];
  let next = 0;
  for (const [index, item] of before.entries()) {
    if (next < after.length && areEqual(item, after[next])) next++;
    else removed.push(index);
  }
  if (next === after.length) return { changed: [], added: [], removed };
  return before.some((item) => typeof item === "object") ? undefined : replacedScalars(before, after);
}

/** The changes of a list of scalars to a shorter one with other values: its first items go, and the others change. */
function replacedScalars(before: readonly unknown[], after: readonly unknown[]): ListChanges {
  const gone = before.length - after.length;
  const changed = after.flatMap((value, index) =>
    value === before[gone + index] ? [] : [[gone + index, value] as readonly [number, unknown]],
  );
  return { changed, added: [], removed: before.slice(0, gone).map((_, index) => index) };
}
