import type { FieldPath } from "../../api/field-path.ts";
import type { ObjectMeta } from "../../api/pod.ts";
import { quote, shorten } from "../../api/words/quoted.ts";
import { nameOf } from "../../workloads/identity.ts";
import type { FieldRemark } from "../remarks.ts";
import { LABEL_NAMES, meantLabel } from "./meant-label.ts";

/** An object with labels. */
export interface Labelled {
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

const FIELDS = ["labels", "annotations"] as const;
const WORDS = { labels: "label", annotations: "annotation" } as const;

/**
 * The remarks on labels and annotations of a Namespace that were meant as its policy. Pod Security Admission reads six labels, by their exact
 * keys, and no annotation (PolicyToEvaluate of api/helpers.go, k8s.io/pod-security-admission v0.37.2). There is no remark if the right label
 * has the same value.
 */
export function* remarksOnNamespaceLabels({ kind, metadata }: Labelled): Generator<FieldRemark, undefined> {
  for (const field of FIELDS) {
    for (const [key, value] of Object.entries(metadata[field] ?? {})) {
      const meant = meantLabel(key, value);
      if (meant === undefined || (field === "labels" && meant.label === key)) continue;
      const { label } = meant;
      if (label !== undefined && metadata.labels?.[label] === value) continue;
      const found = `${WORDS[field]} ${showPair(key, value, meant.isPolicy)} of ${nameObject(kind, metadata)} has no effect`;
      const path = ["metadata", field, key];
      if (label === undefined) yield misspelt(path, `${found}: ${ONLY_THESE}`);
      else if (field === "labels") yield misspelt(path, `${found}: did you mean ${label}?`);
      else yield misplaced(path, `${found}: set the label ${showPair(label, value, meant.isPolicy)}`);
    }
  }
}

/**
 * The remarks on labels and annotations of a workload, or of its pod template, that were meant for its Namespace.
 *
 * @param templatePath the path of the pod template; empty for a bare Pod, which has no other metadata
 */
export function* remarksOnWorkloadLabels(
  { kind, metadata }: Labelled,
  template: ObjectMeta | undefined,
  templatePath: FieldPath,
): Generator<FieldRemark, undefined> {
  const object = nameObject(kind, metadata);
  yield* remarksOnElsewhere(metadata, [], object);
  if (templatePath.length > 0) yield* remarksOnElsewhere(template ?? {}, templatePath, `the pod template of ${object}`);
}

function* remarksOnElsewhere(metadata: ObjectMeta, path: FieldPath, object: string): Generator<FieldRemark, undefined> {
  for (const field of FIELDS) {
    for (const [key, value] of Object.entries(metadata[field] ?? {})) {
      const meant = meantLabel(key, value);
      if (meant?.label === undefined) continue;
      const found = `${WORDS[field]} ${showPair(key, value, meant.isPolicy)} of ${object} has no effect`;
      const advice = `set the label ${showPair(meant.label, value, meant.isPolicy)} of its Namespace`;
      yield misplaced([...path, "metadata", field, key], `${found}: ${advice}`);
    }
  }
}

const ONLY_THESE = `Pod Security Admission reads only ${LABEL_NAMES.slice(0, -1).join(", ")} and ${LABEL_NAMES.at(-1) ?? ""}`;

function misspelt(path: FieldPath, message: string): FieldRemark {
  return { severity: "warning", code: "misspelt-label", message, path };
}

function misplaced(path: FieldPath, message: string): FieldRemark {
  return { severity: "warning", code: "misplaced-label", message, path };
}

/** Shows a label in the form of `kubectl label`. A value that is neither a level nor a version may be a secret. */
function showPair(key: string, value: string, isPolicy: boolean): string {
  return isPolicy ? `${shorten(key)}=${shorten(value)}` : shorten(key);
}

function nameObject(kind: string, metadata: ObjectMeta): string {
  return `${kind} ${quote(nameOf({ metadata }))}`;
}
