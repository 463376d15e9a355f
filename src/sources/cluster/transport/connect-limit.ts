import type { Duplex } from "node:stream";
import { timerLength } from "./time-limit.ts";

/**
 * Ends a connection that does not come about: who accepts one and says nothing would be waited for without end.
 *
 * @param ready the event after which it stands: `secureConnect` with TLS, else `connect`
 * @param timeout in milliseconds
 */
export function limitConnecting<T extends Duplex>(socket: T, ready: "connect" | "secureConnect", timeout: number): T {
  const error = Object.assign(new Error("no connection"), { code: "ETIMEDOUT" });
  const timer = setTimeout(() => socket.destroy(error), timerLength(timeout));
  for (const event of [ready, "close"]) socket.once(event, () => clearTimeout(timer));
  return socket;
}
