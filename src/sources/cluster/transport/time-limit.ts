import type { Duplex } from "node:stream";

/** Node counts the milliseconds of a timer in 31 bits. A longer timer would fire at once. */
const MAX_TIMER = 2 ** 31 - 1;

/**
 * Converts a number of milliseconds to one that a timer of Node can wait: whole, at least 1, and at most 24.8 days. No request runs longer.
 *
 * @param milliseconds any positive number
 */
export function timerLength(milliseconds: number): number {
  return Math.max(1, Math.min(MAX_TIMER, Math.ceil(milliseconds)));
}

/** Shows milliseconds as seconds, and at least the shortest time of a timer. */
export function showSeconds(milliseconds: number): string {
  return milliseconds < 1 ? "0.001 s, the shortest time" : `${Number((milliseconds / 1000).toFixed(3))} s`;
}

/**
 * Ends a connection that is not ready in time: a server may accept it and never say anything.
 *
 * @param ready the event of a ready connection: `secureConnect` with TLS, else `connect`
 * @param timeout in milliseconds
 */
export function limitConnecting<T extends Duplex>(socket: T, ready: "connect" | "secureConnect", timeout: number): T {
  const error = Object.assign(new Error("no connection"), { code: "ETIMEDOUT" });
  const timer = setTimeout(() => socket.destroy(error), timerLength(timeout));
  for (const event of [ready, "close"]) socket.once(event, () => clearTimeout(timer));
  return socket;
}
