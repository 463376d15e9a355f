import { groupKindOf } from "../workloads/owners.ts";
import type { WorkloadReport } from "./report.ts";

/** What a workload is to the API server, whatever the version in which it was written. */
export function workloadKey({ namespace, apiVersion, kind, stableName }: WorkloadReport): string {
  return JSON.stringify([namespace, groupKindOf({ apiVersion, kind }), stableName].map((text) => text.toWellFormed()));
}
