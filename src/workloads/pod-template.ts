import type { FieldPath } from "../api/field-path.ts";
import type { ObjectMeta, Pod } from "../api/pod.ts";
import { isRecord } from "../api/record.ts";
import { nearestName } from "../api/words/nearest-name.ts";
import { knownKind, knownKinds } from "./custom/kinds/table.ts";
import { groupKindOf, groupOf, type WorkloadRef } from "./identity.ts";

/** A pod and its path in its object. */
export interface ExtractedPod {
  readonly pod: Pod;
  readonly path: FieldPath;
  /** The metadata of the template of Jobs of a CronJob, which has the pod template; absent for other kinds. */
  readonly job?: ObjectMeta;
}

/**
 * The path of the pod in each kind, by group and kind: the kinds that the extractor of k8s.io/pod-security-admission v0.37.2 reads
 * (admission/admission.go, DefaultPodSpecExtractor), and no others.
 */
const POD_PATHS: Readonly<Record<string, FieldPath>> = {
  "/Pod": [],
  "/PodTemplate": ["template"],
  "/ReplicationController": ["spec", "template"],
  "apps/ReplicaSet": ["spec", "template"],
  "apps/Deployment": ["spec", "template"],
  "apps/StatefulSet": ["spec", "template"],
  "apps/DaemonSet": ["spec", "template"],
  "batch/Job": ["spec", "template"],
  "batch/CronJob": ["spec", "jobTemplate", "spec", "template"],
};

/** The same paths by kind: no two of the nine kinds have the same name. */
const PATHS_BY_KIND = new Map(Object.entries(POD_PATHS).map(([key, path]) => [key.slice(key.indexOf("/") + 1), path]));
/** The current apiVersion of each kind, which is v1 of its group. */
const API_VERSIONS = new Map(
  Object.keys(POD_PATHS).map((key) => {
    const [group = "", kind = ""] = key.split("/");
    return [kind, group === "" ? "v1" : `${group}/v1`];
  }),
);

/** The nine kinds that Pod Security Admission looks at, in any version. */
export const WORKLOAD_KINDS: readonly string[] = [...PATHS_BY_KIND.keys()];

/** The short names of these kinds for kubectl (ShortNames of pkg/registry/(core|apps|batch)/.../storage, kubernetes v1.37.2). */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ["po", "Pod"],
  ["rc", "ReplicationController"],
  ["rs", "ReplicaSet"],
  ["deploy", "Deployment"],
  ["sts", "StatefulSet"],
  ["ds", "DaemonSet"],
  ["cj", "CronJob"],
]);

/**
 * The kind that a wrong name of one of the nine means: `StatefulSet` for `sts`, `statefulset`, `statefulsets.apps`, `apps/StatefulSet` and a
 * misspelling; undefined for a right name, for a known kind of custom resources, for a name with another group, such as `stable.example.com/CronTab`, and
 * for a name that resembles none.
 */
export function meantWorkloadKind(name: string): string | undefined {
  if (PATHS_BY_KIND.has(name) || knownKinds().some(({ kind }) => kind === name)) return undefined;
  const slash = name.lastIndexOf("/");
  const last = name.slice(slash + 1);
  const before = name.slice(0, Math.max(0, slash));
  const [, plain = last, group = before] = /^([^.]*)\.(?:v[0-9]\w*\.)?(.*)$/s.exec(last) ?? [];
  // The group of a custom resource has a dot, and the groups of the nine kinds have none.
  if (group.includes(".")) return undefined;
  return SHORT_NAMES.get(plain.toLowerCase()) ?? nearestName(plain, WORKLOAD_KINDS);
}

/** The path of the pod in an object; empty for a Pod, undefined for another kind than the nine. */
export function podPathOf(object: Pick<WorkloadRef, "apiVersion" | "kind">): FieldPath | undefined {
  return POD_PATHS[groupKindOf(object)];
}

/** The current apiVersion of one of the nine kinds; undefined for another kind. */
export function workloadApiVersion(kind: string): string | undefined {
  return API_VERSIONS.get(kind);
}

/** Whether a kind makes no pods by itself: a PodTemplate, or the template of another kind, such as a WorkflowTemplate. */
export function isTemplateKind(object: Pick<WorkloadRef, "apiVersion" | "kind">): boolean {
  if (podPathOf(object) !== undefined) return object.kind === "PodTemplate";
  return knownKind(groupOf(object.apiVersion), object.kind)?.isTemplate === true;
}

/** Whether an object is of one of the nine kinds. The reference of an Event need not have a group. */
export function isWorkloadKind({ apiVersion, kind }: Pick<WorkloadRef, "apiVersion" | "kind">): boolean {
  return apiVersion === "" ? PATHS_BY_KIND.has(kind) : podPathOf({ apiVersion, kind }) !== undefined;
}

/**
 * Returns the pod of an object of one of the nine kinds. A missing template is an empty one, as in Go, whose structs
 * are never absent. Only a ReplicationController's template is a pointer; without it there is nothing to judge.
 *
 * @param object a decoded object of that kind
 */
export function podOf(kind: string, object: Readonly<Record<string, unknown>>): ExtractedPod | undefined {
  const path = PATHS_BY_KIND.get(kind);
  if (path === undefined) return undefined;
  let template: unknown = object;
  for (const step of path) template = isRecord(template) ? template[step] : undefined;
  if (!isRecord(template)) return kind === "ReplicationController" ? undefined : { pod: { spec: {} }, path };
  const { metadata, spec } = template;
  const pod = { ...(isRecord(metadata) && { metadata }), spec: isRecord(spec) ? spec : {} };
  return kind === "CronJob" ? { pod, path, ...jobOf(object) } : { pod, path };
}

/** @param cronJob a decoded CronJob */
function jobOf({ spec }: Readonly<Record<string, unknown>>): Pick<ExtractedPod, "job"> {
  const template = isRecord(spec) && isRecord(spec["jobTemplate"]) ? spec["jobTemplate"] : {};
  const { metadata } = template;
  return isRecord(metadata) ? { job: metadata } : {};
}
