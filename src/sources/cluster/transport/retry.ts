import type { RawAnswer } from "./request.ts";

/** How often a request is sent, at most. client-go v0.37.2 (rest/request.go) tries ten times again, without a limit for each wait. */
const MAX_TRIES = 6;
/** The longest wait before one request, in seconds. */
const MAX_WAIT = 30;
/** A shorter wait, in milliseconds, is not worth a line. */
const ANNOUNCED = 5000;

/** The server is there and asks for patience; client-go goes by Retry-After alone. */
const OVERLOADED: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** A wait before the same request is sent again. */
export interface Wait {
  readonly milliseconds: number;
  /** The seconds of Retry-After; undefined where the server gives none. */
  readonly asked: number | undefined;
}

/**
 * How long to wait before a request is sent again; undefined where that makes no sense.
 *
 * @param attempt counts from 1
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

/** One line about a long wait; undefined where it is short. */
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
