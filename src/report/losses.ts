import type { NoteCode } from "./report.ts";

/** The notes on an object that is lost, or that no API server accepts. */
const LOSSES: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "items-in-object",
  "lost-document",
  "missing-kind",
  "unknown-kind",
]);

/** Whether a note says that an object was not judged as what it was meant to be. */
export function isLoss(code: NoteCode): boolean {
  return LOSSES.has(code);
}
