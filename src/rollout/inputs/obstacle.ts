import type { Violation } from "../../policy/evaluator.ts";
import type { Obstacle } from "../../report/plan/obstacle.ts";
import type { WorkloadRef } from "../../workloads/identity.ts";
import type { RejectedWorkload } from "./rejected-workload.ts";

/** A violated check with the API server's detail, or its reason where there is none. */
export function violatedCheck({ check, reason, detail }: Violation): Obstacle["checks"][number] {
  return { check, detail: detail === "" ? reason : detail };
}

/** A workload that must be fixed. */
export function obstacleOf(
  namespace: string,
  { apiVersion, kind, name }: WorkloadRef,
  stableName: string,
  checks: Obstacle["checks"],
  rejected: RejectedWorkload | null,
): Obstacle {
  return { apiVersion, kind, namespace, name, stableName, checks, rejected: rejected?.message ?? null };
}
