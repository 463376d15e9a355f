import { InvalidArgumentError } from "commander";
import { goDuration } from "../../../api/values/go-duration.ts";

const DAY = 86_400_000;
const DAYS = /^(\d{1,5})d$/;
/** A hundred years, in milliseconds. */
const LONGEST = 36_500 * DAY;

/**
 * Parses a time in days (`30d`), or one that Go's time.ParseDuration accepts (`720h`).
 *
 * @returns milliseconds
 */
export function parseLongTime(text: string): number {
  const [, days] = DAYS.exec(text) ?? [];
  const milliseconds = days === undefined ? goDuration(text) : Number(days) * DAY;
  if (milliseconds > 0 && milliseconds <= LONGEST) return milliseconds;
  throw new InvalidArgumentError("It is a time like 30d or 720h, up to 36500d.");
}
