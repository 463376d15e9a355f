/** Node counts the milliseconds of a timer in 31 bits; a longer one would fire at once. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * A number of milliseconds that a timer of Node can wait: whole, at least 1, and at most 24.8 days. No request runs for longer.
 *
 * @param milliseconds any positive number
 */
export function timerLength(milliseconds: number): number {
  return Math.max(1, Math.min(MAX_TIMER, Math.ceil(milliseconds)));
}

/** A time in a message, in seconds: no less than a timer can wait. */
export function showSeconds(milliseconds: number): string {
  return milliseconds < 1 ? "0.001 s, the shortest time" : `${Number((milliseconds / 1000).toFixed(3))} s`;
}
