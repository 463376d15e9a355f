import { InvalidArgumentError } from "commander";

/** The units of Go's durations, in milliseconds. Go has both signs for micro. */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  "\u00b5s": 1e-3,
  "\u03bcs": 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const SECONDS = /^\+?\d+$/;
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|[u\u00b5\u03bc]s|ms|s|m|h))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|[u\u00b5\u03bc]s|ms|s|m|h)/g;
/** Go counts nanoseconds in 63 bits: 292 years. */
const MAX_MILLISECONDS = 2 ** 63 / 1e6;

/**
 * Parses `--request-timeout` as kubectl does (ParseTimeout of client-go's tools/clientcmd, v0.37.2): a whole number of seconds, or any text that
 * Go's time.ParseDuration accepts.
 *
 * @returns milliseconds; 0 means no limit. As for kubectl, a negative time or an empty text is 0
 */
export function parseDuration(text: string): number {
  const milliseconds = text === "" ? 0 : SECONDS.test(text) ? Number(text) * 1000 : durationOf(text);
  if (Math.abs(milliseconds) > MAX_MILLISECONDS) {
    throw new InvalidArgumentError("It is longer than 292 years; 0 means no limit.");
  }
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError("It is a time like 30s, 1m30s or 500ms, or a number of seconds.");
  }
  return Math.max(0, milliseconds);
}

/** The milliseconds of a Go duration; NaN if it is invalid. */
function durationOf(text: string): number {
  if (!DURATION.test(text)) return NaN;
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(PART)) milliseconds += Number(amount) * (UNITS[unit ?? ""] ?? NaN);
  return text.startsWith("-") ? -milliseconds : milliseconds;
}
