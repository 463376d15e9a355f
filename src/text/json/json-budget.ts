import type { ValueCounter } from "../json.ts";

/** A list or an object takes up to 60 bytes, and another value at least 8. The longest dump of `kubectl get -o json` that is read has half as many. */
const MAX_COLLECTIONS = 8_000_000;
const MAX_COMMAS = 20_000_000;

/** The fault of a value that takes too much memory. */
export const TOO_MUCH =
  `more than ${MAX_COLLECTIONS / 1e6} million lists and objects, or ${MAX_COMMAS / 1e6} million values, in one JSON value; ` +
  "write it as several";

/** Whether a JSON value has more parts than the memory may hold. */
export function isTooMuch({ collections, commas }: ValueCounter): boolean {
  return collections > MAX_COLLECTIONS || commas > MAX_COMMAS;
}
