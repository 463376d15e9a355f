/** Deeper values are not compared: the pods of a controller have few levels, and a hostile object has thousands. */
const MAX_DEPTH = 100;

/** Whether two values of JSON are equal, whatever the order of their keys. Values of more than 100 levels count as different. */
export function isSameJson(a: unknown, b: unknown, depth = 0): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null || depth > MAX_DEPTH) return false;
  if (Array.isArray(a) || Array.isArray(b)) return Array.isArray(a) && Array.isArray(b) && hasSameItems(a, b, depth);
  return hasSameFields(a as Fields, b as Fields, depth);
}

type Fields = Readonly<Record<string, unknown>>;

function hasSameItems(a: readonly unknown[], b: readonly unknown[], depth: number): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (!isSameJson(a[index], b[index], depth + 1)) return false;
  return true;
}

/** `for…in` allocates nothing, and runs for each field of each pod of a cluster. */
function hasSameFields(a: Fields, b: Fields, depth: number): boolean {
  let surplus = 0;
  for (const key in a) {
    if (!Object.hasOwn(b, key) || !isSameJson(a[key], b[key], depth + 1)) return false;
    surplus++;
  }
  for (const _ in b) surplus--;
  return surplus === 0;
}
