import { isRecord } from "../../api/record.ts";
import { areEqual } from "../../api/values/equal-values.ts";

type Fields = Readonly<Record<string, unknown>>;

/**
 * The lists that a strategic merge patch merges, and the field that identifies an item: `patchMergeKey` of core/v1 in
 * k8s.io/api v0.37.2. Other lists are replaced as a whole.
 */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: "name",
  initContainers: "name",
  volumes: "name",
  ports: "containerPort",
  env: "name",
};

/**
 * Makes the smallest strategic merge patch of an object.
 *
 * @returns undefined if the items of a list cannot be told apart
 */
export function strategicPatch(before: Fields, after: Fields): Fields | undefined {
  const patch: Record<string, unknown> = {};
  for (const key of Object.keys(before)) if (!Object.hasOwn(after, key)) patch[key] = null;
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (value === old || areEqual(old, value)) continue;
    const change = changeOf(key, old, value);
    if (change === undefined) return undefined;
    patch[key] = change;
  }
  return patch;
}

function changeOf(key: string, before: unknown, after: unknown): unknown {
  if (isRecord(before) && isRecord(after)) return strategicPatch(before, after);
  const mergeKey = MERGE_KEYS[key];
  if (mergeKey === undefined || !Array.isArray(before) || !Array.isArray(after)) return after;
  const old = before.filter(isRecord);
  const items = after.filter(isRecord);
  const isWhole = old.length === before.length && items.length === after.length && old.length === items.length;
  if (!isWhole || !areDistinct(old, mergeKey)) return undefined;
  const changed = items.flatMap((item, index) => {
    const previous = old[index] ?? {};
    if (item === previous) return [];
    const patch = strategicPatch(previous, item);
    return [patch && { [mergeKey]: item[mergeKey], ...patch }];
  });
  return changed.includes(undefined) ? undefined : changed;
}

function areDistinct(items: readonly Fields[], key: string): boolean {
  const values = items.map((item) => item[key]);
  return values.every((value) => value !== undefined && value !== null) && new Set(values).size === values.length;
}
