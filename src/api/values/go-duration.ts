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
const DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|[u\u00b5\u03bc]s|ms|s|m|h))+)$/;
const PART = /(\d+\.?\d*|\.\d+)(ns|[u\u00b5\u03bc]s|ms|s|m|h)/g;

/** Parses a duration as Go's time.ParseDuration does: `1m30s`. Returns milliseconds; NaN if it is invalid. */
export function goDuration(text: string): number {
  if (!DURATION.test(text)) return NaN;
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(PART)) milliseconds += Number(amount) * (UNITS[unit ?? ""] ?? NaN);
  return text.startsWith("-") ? -milliseconds : milliseconds;
}
