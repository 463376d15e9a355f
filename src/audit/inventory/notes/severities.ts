import type { NoteCode } from "../../../report/report.ts";

/** The notes that are errors with `--strict`: about a mistake in an object, or about objects that may be judged differently in the cluster. */
export const MISTAKES: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "duplicate-key",
  "duplicate-namespace",
  "duplicate-object",
  "embedded-workload",
  "found-by-shape",
  "helm-chart",
  "items-in-custom-resource",
  "kustomization",
  "lost-document",
  "managed-namespace",
  "misplaced-acceptance",
  "misplaced-label",
  "misspelt-label",
  "misspelt-value",
  "missing-namespace",
  "nested-list",
  "no-containers",
  "no-pod-template",
  "patch",
  "pod-spec-patch",
  "replaced-bytes",
  "unknown-namespace",
  "unknown-field",
]);

/** The notes that are always errors: an input is empty, an option has no effect, or the API server would reject an object before Pod Security Admission sees it. */
export const REFUSED: ReadonlySet<NoteCode> = new Set<NoteCode>([
  "empty-input",
  "items-in-object",
  "missing-kind",
  "unknown-kind",
  "unmatched-pod-template",
  "unset-variable",
]);

/** The notes that are the same for many objects of a file. Only the first of each file is kept. */
export const ONCE: ReadonlySet<NoteCode> = new Set<NoteCode>(["variable-default"]);
