import { isRecord } from "../../src/api/record.ts";

/** Applies a strategic merge patch: objects are merged, containers by name, and other lists are replaced. */
export function patched(value: unknown, patch: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(patch) && patch.every((item) => isRecord(item) && "name" in item)) {
    const items: readonly unknown[] = value;
    const patches: readonly unknown[] = patch;
    return items.map((item) => {
      const own = patches.find((one) => isRecord(one) && isRecord(item) && one["name"] === item["name"]);
      return own === undefined ? item : patched(item, own);
    });
  }
  if (!isRecord(value) || !isRecord(patch)) return patch;
  const merged = { ...value };
  for (const [key, part] of Object.entries(patch)) merged[key] = patched(merged[key], part);
  return merged;
}
