import type { RawAnswer } from "./request.ts";

/** How often a request is sent at most. client-go v0.37.2 (rest/request.go) repeats it ten times, without a limit for each wait. */
const MAX_TRIES = 6;
/** The longest wait before one request, in seconds. */
const MAX_WAIT = 30;
/** The shortest wait that gets a message, in milliseconds. */
const ANNOUNCED = 5000;

/** The statuses of an overloaded server. client-go repeats only requests whose answer has Retry-After. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A wait before the same request is sent again. */
export interface Wait {
  readonly milliseconds: number;
  /** The seconds of Retry-After; undefined if the server sent none. */
  readonly asked: number | undefined;
}

/**
 * Returns how long to wait before a request is sent again; undefined if it is not to be sent again.
 *
 * @param attempt the number of the last attempt, from 1
 */
export function waitOf({ status, headers }: RawAnswer, attempt: number): Wait | undefined {
  if (attempt >= MAX_TRIES) return undefined;
  const retryAfter = headers["retry-after"];
  const asked = retryAfter !== undefined && /^\d+$/.test(retryAfter) ? Number(retryAfter) : undefined;
  if (asked !== undefined && (status === 429 || status >= 500)) return { milliseconds: capped(asked), asked };
  return OVERLOADED.has(status) ? { milliseconds: capped(2 ** (attempt - 1)), asked: undefined } : undefined;
}

function capped(seconds: number): number {
  return Math.min(seconds, MAX_WAIT) * 1000;
}

/** A message about a long wait; undefined for a short one. */
export function describeWait(
  at: string,
  status: number,
  { milliseconds, asked }: Wait,
  attempt: number,
): string | undefined {
  if (milliseconds < ANNOUNCED) return undefined;
  const wish = asked === undefined ? "" : ` and asks to wait ${asked} s`;
  const next = `waiting ${milliseconds / 1000} s before try ${attempt + 1} of ${MAX_TRIES}`;
  return `${at} is busy (${status})${wish}: ${next}; --request-timeout limits it`;
}
