import { isRecord } from "../api/record.ts";
import type { FieldPath } from "../api/field-path.ts";

/** How deep custom resources hold their pod templates at the most, with room to spare. */
const MAX_DEPTH = 24;

/**
 * Where an object of another kind holds something like a pod's spec: the path of the first mapping that has a list of containers, each
 * with a name or an image. Such pods are made by a controller later, out of sight of whoever lints the object.
 */
export function findEmbeddedPod(value: unknown): FieldPath | undefined {
  return search(value, []);
}

function search(value: unknown, path: FieldPath): FieldPath | undefined {
  if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return undefined;
  if (isRecord(value) && path.length > 0 && isContainerList(value["containers"])) return path;
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, child] of entries) {
    const found = search(child, [...path, key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isContainerList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && (typeof item["name"] === "string" || typeof item["image"] === "string"))
  );
}
