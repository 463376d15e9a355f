import { ownerKey } from "./workload-key.ts";
import type { Life, WorkloadLives } from "./workload-lives.ts";

/** The last times without a violation of each workload, with those of the ReplicaSets and Jobs that belong to it. */
export type CleanTimes = ReadonlyMap<string, Pick<Life, "cleanWrite" | "cleanPod">>;

/** Adds up the lives of ReplicaSets and Jobs: a Deployment's next ReplicaSet may make pods without violations. */
export function cleanTimes(lives: WorkloadLives): CleanTimes {
  const times = new Map<string, { cleanWrite: number; cleanPod: number }>();
  for (const [key, { cleanWrite, cleanPod }] of lives.entries()) {
    const owner = ownerKey(key, lives);
    const known = times.get(owner) ?? { cleanWrite: -Infinity, cleanPod: -Infinity };
    // The write of a ReplicaSet says nothing about the template that its Deployment has now.
    known.cleanWrite = owner === key ? Math.max(known.cleanWrite, cleanWrite) : known.cleanWrite;
    known.cleanPod = Math.max(known.cleanPod, cleanPod);
    times.set(owner, known);
  }
  return times;
}
