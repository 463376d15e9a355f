import manifest from "../../../package.json" with { type: "json" };

/** The program, with its version. */
export const PROGRAM = `kubectl pss v${manifest.version}`;

/** `Made by kubectl pss v0.1.0 on 2026-11-30 at 12:00 UTC`; without a time if there is none. */
export function madeText({ generatedAt }: { readonly generatedAt?: string }): string {
  return `Made by ${PROGRAM}${generatedAt === undefined ? "" : ` on ${timeText(generatedAt)}`}`;
}

/** A time in RFC 3339 for people, to the minute: `2026-11-30 at 12:00 UTC`. Other texts stay as they are. */
export function timeText(time: string): string {
  const [, date, minutes] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ$/.exec(time) ?? [];
  return date === undefined ? time : `${date} at ${minutes} UTC`;
}
