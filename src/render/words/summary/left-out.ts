import type { Note, NoteCode, Report } from "../../../report/report.ts";
import { plural } from "../../../api/words/plural.ts";

/** The words for inputs that are not judged, although pods may come from them. */
const LEFT_OUT: Partial<Record<NoteCode, readonly [one: string, several: string]>> = {
  "helm-chart": ["Helm chart", "Helm charts"],
  kustomization: ["kustomization", "kustomizations"],
  "cluster-scoped": ["custom resource in no namespace", "custom resources in no namespace"],
  "embedded-workload": ["custom resource with objects that have pods", "custom resources with objects that have pods"],
  "foreign-kind": ["custom resource that makes or changes pods", "custom resources that make or change pods"],
  "found-by-shape": [
    "custom resource with a pod found by its shape",
    "custom resources with pods found by their shape",
  ],
  "lost-document": ["document that kubectl does not see", "documents that kubectl does not see"],
  "missing-kind": ["object without a valid kind", "objects without a valid kind"],
  "unknown-kind": ["object of an unknown kind", "objects of unknown kinds"],
  "empty-input": ["empty input", "empty inputs"],
  "not-an-object": ["document that is no Kubernetes object", "documents that are no Kubernetes objects"],
  "skipped-file": ["skipped file or link", "skipped files or links"],
};

/** Counts the inputs that a lint did not judge, so that no report without violations hides them; empty if there are none. */
export function leftOutText({ notes }: Pick<Report, "notes">): string {
  const parts = Object.entries(LEFT_OUT).flatMap(([code, [one, several]]) => {
    const found = notes.filter((note) => note.code === code && isMeant(note)).length;
    return found === 0 ? [] : [`${found} ${plural(found, one, several)}`];
  });
  // One note counts all hidden files.
  if (notes.some(({ code }) => code === "hidden-files")) parts.push("hidden files");
  return parts.length === 0 ? "" : `Not judged: ${parts.join(", ")}`;
}

/** The files of other tools, such as values of a chart, were never meant to be judged. */
function isMeant({ code, severity }: Note): boolean {
  return code !== "not-an-object" || severity !== "info";
}
