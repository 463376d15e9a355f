import { isRecord } from "../record.ts";

/** The nesting of a YAML document is limited to as many levels. JSON may have more. */
const MAX_LEVELS = 1000;

/**
 * Whether two values of documents are equal, whatever the order of their keys.
 *
 * @param levels values that nest deeper count as different, since the stack is limited
 */
export function areEqual(a: unknown, b: unknown, levels = MAX_LEVELS): boolean {
  if (a === b) return true;
  if (levels < 0) return false;
  if (Array.isArray(a)) return Array.isArray(b) && haveEqualItems(a, b, levels - 1);
  if (!isRecord(a) || !isRecord(b)) return Number.isNaN(a) && Number.isNaN(b);
  return haveEqualFields(a, b, levels - 1);
}

function haveEqualItems(a: readonly unknown[], b: readonly unknown[], levels: number): boolean {
  return a.length === b.length && a.every((item, index) => areEqual(item, b[index], levels));
}

/** `for…in` allocates nothing, and runs for each field of each pod of a cluster. */
function haveEqualFields(
  a: Readonly<Record<string, unknown>>,
  b: Readonly<Record<string, unknown>>,
  levels: number,
): boolean {
  let surplus = 0;
  for (const key in a) {
    if (!Object.hasOwn(b, key) || !areEqual(a[key], b[key], levels)) return false;
    surplus++;
  }
  for (const _ in b) surplus--;
  return surplus === 0;
}
