import { InvalidArgumentError } from "commander";
import { goDuration } from "../../../api/values/go-duration.ts";

const SECONDS = /^\+?\d+$/;
/** Go counts nanoseconds in 63 bits: 292 years. */
const MAX_MILLISECONDS = 2 ** 63 / 1e6;

/**
 * Parses `--request-timeout` as kubectl does (ParseTimeout of client-go's tools/clientcmd, v0.37.2): a whole number of seconds, or any text that
 * Go's time.ParseDuration accepts.
 *
 * @returns milliseconds; 0 means no limit. As for kubectl, a negative time or an empty text is 0
 */
export function parseDuration(text: string): number {
  const milliseconds = text === "" ? 0 : SECONDS.test(text) ? Number(text) * 1000 : goDuration(text);
  if (Math.abs(milliseconds) > MAX_MILLISECONDS) {
    throw new InvalidArgumentError("It is longer than 292 years; 0 means no limit.");
  }
  if (Number.isNaN(milliseconds)) {
    throw new InvalidArgumentError("It is a time like 30s, 1m30s or 500ms, or a number of seconds.");
  }
  return Math.max(0, milliseconds);
}
