import type { ValueCounter } from "../json.ts";

/** An item of a list takes up to 300 bytes with its place, and another value at least 8. A dump of `kubectl get -o json` that is as long as a file may be has fewer. */
const MAX_COLLECTIONS = 2_700_000;
const MAX_COMMAS = 20_000_000;

/** The fault of a value that takes too much memory. */
export const TOO_MUCH =
  `more than ${MAX_COLLECTIONS / 1e6} million lists and objects, or ${MAX_COMMAS / 1e6} million values, in one JSON value; ` +
  "write it as several";

/** Whether a JSON value has more parts than the memory may hold. */
export function isTooMuch({ collections, commas }: ValueCounter): boolean {
  return collections > MAX_COLLECTIONS || commas > MAX_COMMAS;
}
