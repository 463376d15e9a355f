import type { NoteCode } from "../report.ts";

/** The notes about an object that is lost, or that no API server accepts. */
const LOSSES: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "items-in-object",
  "lost-document",
  "missing-kind",
  "unknown-kind",
  "unset-variable",
]);

/** Whether a note reports an object that was not judged as the object that its author meant. */
export function isLoss(code: NoteCode): boolean {
  return LOSSES.has(code);
}
