import { compareBytes } from "../../api/words/byte-order.ts";

/** A value that several objects may have. The value with the first rank in byte order counts. */
export interface Ranked<Value> {
  readonly rank: string;
  readonly value: Value;
}

/** Returns the value with the first rank. Of equal ranks, the known value counts. */
export function firstOf<Value>(known: Ranked<Value> | undefined, next: Ranked<Value>): Ranked<Value> {
  return known === undefined || compareBytes(next.rank, known.rank) < 0 ? next : known;
}
