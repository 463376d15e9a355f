import type { Note, Report, Source } from "../../../report/report.ts";
import { physicalLocation } from "./location.ts";
import { unreadableText } from "../../words/unreadable.ts";
import { messageOf } from "./text.ts";

const LEVELS: Readonly<Record<Note["severity"], string>> = { error: "error", warning: "warning", info: "note" };

/**
 * The messages besides violations, as SARIF's `toolExecutionNotifications`: unreadable inputs, notes, and accepted violations that are gone. The
 * last are not results with the state `absent`, because they have no place, and GitHub refuses a whole file for one result without a place.
 */
export function* sarifNotifications({ unreadable, notes, accept }: Report): Generator<object, undefined> {
  for (const one of unreadable) yield notification("error", "unreadable", unreadableText(one), one.source);
  for (const { severity, code, message, source } of notes) yield notification(LEVELS[severity], code, message, source);
  for (const one of accept?.gone ?? []) {
    yield notification("note", "accepted-gone", `accepted, but gone: ${one}`, null);
  }
}

function notification(level: string, id: string, text: string, source: Source | null): object {
  return {
    level,
    descriptor: { id },
    message: messageOf(text),
    ...(source !== null && { locations: [{ physicalLocation: physicalLocation(source) }] }),
  };
}
