import { describeLimit } from "../api/failure.ts";
import { setKey } from "../api/record.ts";

/** A copy of a value, or the reason why there is none. */
export type Copied = { readonly value: unknown } | { readonly fault: string };

/** Copies an object of the caller, as plainValue does. A fault never contains the message of an error, since it may contain a secret. */
export function copyObject(object: unknown): Copied {
  try {
    return { value: plainValue(object) ?? null };
  } catch (error) {
    return {
      fault: describeLimit(error) ?? "cannot be judged: a getter, a proxy or a toJSON of this object throws an error",
    };
  }
}

/** A frozen copy, without its functions, for values that a caller gets more than once or gives back. */
export function frozenCopy<T>(value: T): T {
  // JSON has every field of the values that this library gives out, except functions.
  return freeze(plainValue(value)) as T;
}

function freeze(value: unknown): unknown {
  if (typeof value === "object" && value !== null) Object.values(value).forEach(freeze);
  return Object.freeze(value);
}

/**
 * Copies a value as JSON has it. So decoding never changes the caller's object, and a later change of that object does not change the result. As with
 * JSON.stringify, `toJSON` is called, and `undefined`, functions and symbols are left out. Unlike there, a bigint is an integer.
 *
 * @throws RangeError for an object that contains itself
 */
export function plainValue(value: unknown): unknown {
  if (typeof value === "bigint") return integer(value);
  if (typeof value !== "object" || value === null) return isScalar(value) ? value : undefined;
  if (Array.isArray(value)) return value.map((item) => plainValue(item) ?? null);
  if ("toJSON" in value && typeof value.toJSON === "function") return plainValue(value.toJSON());
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const plain = plainValue(field);
    if (plain !== undefined) setKey(copy, key, plain);
  }
  return copy;
}

function isScalar(value: unknown): boolean {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

/** Converts an integer as the readers of YAML and JSON do: it stays a bigint only beyond 2^53. */
function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
