import type { Note, Report, Source } from "../../../report/report.ts";
import { physicalLocation } from "./location.ts";
import { unreadableText } from "../../words/unreadable.ts";
import { messageOf } from "./text.ts";

const LEVELS: Readonly<Record<Note["severity"], string>> = { error: "error", warning: "warning", info: "note" };

/**
 * What there is to say besides violations, as SARIF's `toolExecutionNotifications`: what could not be read, notes, and what a baseline holds
 * that is gone. The last are no results with the state `absent`, because they have no place any more, and GitHub refuses a whole file for one
 * result without.
 */
export function* sarifNotifications({ unreadable, notes, baseline }: Report): Generator<object, undefined> {
  for (const one of unreadable) yield notification("error", "unreadable", unreadableText(one), one.source);
  for (const { severity, code, message, source } of notes) yield notification(LEVELS[severity], code, message, source);
  for (const one of baseline?.gone ?? []) {
    yield notification("note", "baseline-gone", `no longer there, though the baseline holds it: ${one}`, null);
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
