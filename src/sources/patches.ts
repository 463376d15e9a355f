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

const SELECTING: ReadonlySet<string> = new Set(["ReplicaSet", "Deployment", "StatefulSet", "DaemonSet"]);

/**
 * Whether a workload lacks what the API server would refuse it without (Kubernetes v1.37, validation of the nine kinds): a selector,
 * containers, or an image of one. A strategic merge patch nearly always does.
 *
 * @param value a document as it was read, of any form
 */
export function looksPartial(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { kind, spec } = value;
  if (typeof kind !== "string" || !WORKLOAD_KINDS.includes(kind)) return false;
  if (SELECTING.has(kind) && (!isRecord(spec) || spec["selector"] === undefined)) return true;
  const containers: unknown = podOf(kind, value)?.pod.spec.containers;
  if (!Array.isArray(containers) || containers.length === 0) return true;
  return containers.some((container) => isRecord(container) && container["image"] === undefined);
}
