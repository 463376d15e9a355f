import { isRecord } from "../api/record.ts";
import { WORKLOAD_KINDS, podOf } from "../workloads/pod-template.ts";

/** Whether a document is a list of JSON patch operations (RFC 6902, 4). */
export function isJsonPatch(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && typeof item["op"] === "string" && typeof item["path"] === "string")
  );
}

const KINDS: ReadonlySet<string> = new Set(WORKLOAD_KINDS);
const SELECTING: ReadonlySet<string> = new Set(["ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"]);

/**
 * Whether a document may be a patch: JSON patch operations, or a workload without a field that the API server requires
 * (Kubernetes v1.37, validation of the nine kinds): a selector, containers, or an image of a container. A strategic
 * merge patch nearly always lacks one.
 *
 * @param value a document of any form
 */
export function mayBePatch(value: unknown): boolean {
  return isRecord(value) ? isPartial(value) : isJsonPatch(value);
}

function isPartial(object: Readonly<Record<string, unknown>>): boolean {
  const { kind, spec } = object;
  if (typeof kind !== "string" || !KINDS.has(kind)) return false;
  if (SELECTING.has(kind) && (!isRecord(spec) || spec["selector"] === undefined)) return true;
  const containers: unknown = podOf(kind, object)?.pod.spec.containers;
  if (!Array.isArray(containers) || containers.length === 0) return true;
  return containers.some((container) => isRecord(container) && container["image"] === undefined);
}
