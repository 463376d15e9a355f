import { anyText, foundText, listOf, objectOf, parsed, text, type Decoder } from "../api/decoding/decoder.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import { quote } from "../api/words/quoted.ts";
import { CHECKS } from "../policy/checks.ts";
import { meantChecks } from "../policy/words/meant-checks.ts";
import { compileGlob } from "./glob.ts";
import { isDay } from "./last-day.ts";
import type { AcceptedEntry } from "../report/acceptance.ts";

const IDS: readonly string[] = CHECKS.map(({ id }) => id);

/** A value, or the reason that a text is none. */
type Parsed = { readonly value: string } | { readonly fault: string };

const CHECK = "the ID of a check, as `kubectl pss explain` lists them, or a pattern";
const LAST_DAY = "the last day as YYYY-MM-DD";

/** Verifies the ID of a check, or a pattern that at least one ID matches. */
export function parseCheck(pattern: string): Parsed {
  const { matches } = compileGlob(pattern);
  if (IDS.some(matches)) return { value: pattern };
  const meant = meantChecks(pattern);
  // A text that resembles no check may be anything, also a password.
  if (meant.length === 0) return { fault: `expected ${CHECK}, found ${foundText(pattern)}` };
  return { fault: `no check is named ${quote(pattern)}; did you mean ${meant.join(" or ")}?` };
}

/** Verifies a last day. */
export function parseLastDay(day: string): Parsed {
  if (isDay(day)) return { value: day };
  return { fault: `expected ${LAST_DAY}, and a day of the calendar, found ${foundText(day)}` };
}

/** Decodes an entry. It needs a check and a reason. */
const acceptedEntry: Decoder<AcceptedEntry> = objectOf<AcceptedEntry>(
  {
    namespace: text,
    kind: text,
    name: anyText,
    check: parsed(parseCheck, CHECK),
    container: anyText,
    reason: text,
    until: parsed(parseLastDay, LAST_DAY),
  },
  ["check", "reason"],
);

/** Decodes a list of entries. */
export const acceptedEntries: Decoder<readonly AcceptedEntry[]> = listOf(acceptedEntry);

/** The fields that say what an entry is about, in the order of a list. */
const KEY = ["namespace", "kind", "name", "check", "container"] as const;

/** Identifies what an entry is about. An absent field is another one than an empty text. */
export function entryKey(entry: AcceptedEntry): string {
  return JSON.stringify(KEY.map((field) => entry[field] ?? null));
}

/** By namespace, kind, name, check and container; then by reason and day. */
export function compareEntries(a: AcceptedEntry, b: AcceptedEntry): number {
  for (const field of [...KEY, "reason", "until"] as const) {
    const order = compareBytes(a[field] ?? "", b[field] ?? "");
    if (order !== 0) return order;
  }
  return 0;
}
