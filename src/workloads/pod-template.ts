import type { FieldPath } from "../api/field-path.ts";
import type { Pod } from "../api/pod.ts";
import { isRecord } from "../api/record.ts";

/** A pod and where it stands in its object. */
export interface HeldPod {
  readonly pod: Pod;
  readonly path: FieldPath;
}

/**
 * Where each kind holds its pod: what the extractor of k8s.io/pod-security-admission v0.37.2 (admission/admission.go,
 * DefaultPodSpecExtractor) looks at, and no other kind.
 */
const POD_PATHS: Readonly<Record<string, FieldPath>> = {
  Pod: [],
  PodTemplate: ["template"],
  ReplicationController: ["spec", "template"],
  ReplicaSet: ["spec", "template"],
  Deployment: ["spec", "template"],
  StatefulSet: ["spec", "template"],
  DaemonSet: ["spec", "template"],
  Job: ["spec", "template"],
  CronJob: ["spec", "jobTemplate", "spec", "template"],
};

/** The nine kinds that Pod Security Admission looks at, whatever their version. */
export const WORKLOAD_KINDS: readonly string[] = Object.keys(POD_PATHS);

/**
 * The pod that an object of one of the nine kinds holds. A template that is not there is an empty one, as it is in Go, whose structs
 * are never absent; only a ReplicationController's is a pointer, and without it there is nothing to judge.
 *
 * @param object a decoded object of that kind
 */
export function podOf(kind: string, object: Readonly<Record<string, unknown>>): HeldPod | undefined {
  const path = POD_PATHS[kind];
  if (path === undefined) return undefined;
  let template: unknown = object;
  for (const step of path) template = isRecord(template) ? template[step] : undefined;
  if (!isRecord(template)) return kind === "ReplicationController" ? undefined : { pod: { spec: {} }, path };
  const { metadata, spec } = template;
  return { pod: { ...(isRecord(metadata) && { metadata }), spec: isRecord(spec) ? spec : {} }, path };
}
