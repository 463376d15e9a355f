import type { NoteCode } from "./note-code.ts";

/** Whether a note is about a chart or a kustomization that no tool has rendered, so that its objects were not judged. */
export function isUnrendered(code: NoteCode): boolean {
  return code === "helm-chart" || code === "kustomization";
}
