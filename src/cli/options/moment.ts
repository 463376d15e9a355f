import { InvalidArgumentError } from "commander";

/** A time of `--since` and `--until`: a point of time, or a time before now. In milliseconds. */
export type Moment = { readonly type: "at"; readonly time: number } | { readonly type: "ago"; readonly time: number };

const AGO = /^(\d{1,6})(m|h|d|w)$/;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[-+]\d{2}:\d{2})$/;

/** Parses a time in RFC 3339, a day, which begins at midnight in UTC, or a time before now: `7d`. */
export function parseMoment(text: string): Moment {
  const [, amount, unit] = AGO.exec(text) ?? [];
  if (amount !== undefined && unit !== undefined) return { type: "ago", time: Number(amount) * (UNITS[unit] ?? NaN) };
  const day = text.slice(0, 10);
  const time = DAY.test(text) ? Date.parse(`${text}T00:00:00Z`) : TIME.test(text) ? Date.parse(text) : NaN;
  // Date.parse takes the 31st of a short month for the first of the next one.
  if (Number.isNaN(time) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) {
    throw new InvalidArgumentError(
      "It is a time like 2026-11-30T12:00:00Z, a day like 2026-11-30, or 7d, 12h, 30m before now.",
    );
  }
  return { type: "at", time };
}

/** The point of time, in milliseconds since 1970. */
export function timeOfMoment({ type, time }: Moment, now: number): number {
  return type === "at" ? time : now - time;
}
