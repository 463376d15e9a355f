import { isRecord } from "../api/record.ts";

/** The kinds that have a number of pods. */
const SCALED: ReadonlySet<string> = new Set(["ReplicationController", "ReplicaSet", "Deployment", "StatefulSet"]);

/** The number of pods that are wanted of an object, where its kind has one; the API server's default is 1. */
export function replicasOf(kind: string, spec: unknown): { readonly replicas?: number } {
  if (!SCALED.has(kind)) return {};
  const replicas = isRecord(spec) ? spec["replicas"] : undefined;
  return { replicas: typeof replicas === "number" ? replicas : 1 };
}
