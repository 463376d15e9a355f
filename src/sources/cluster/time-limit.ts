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
