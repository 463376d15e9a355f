import type { WorkloadRef } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import type { ChangedPods } from "./changeable-templates.ts";
import type { RejectedWorkload } from "./rejected-workload.ts";
import type { ReportedViolations } from "./reported-violations.ts";

/** The facts about a workload that a plan depends on. */
export interface PlanWorkload {
  ref: WorkloadRef;
  /** Its name without the parts that change each time it is created, as in a report. */
  stableName: string;
  /** Whether `stableName` is from the workload itself. */
  isNamed: boolean;
  /** The number of its running pods. */
  pods: number;
  /** The number of pods that it wants; null if its kind has no such number. */
  replicas: number | null;
  /** Whether its next pods are known: a template was judged. */
  hasTemplate: boolean;
  readonly changed: ChangedPods;
  rejected?: RejectedWorkload;
  /** By policy. */
  readonly reported: (ReportedViolations | undefined)[];
}

/** Adds the running pods or the wanted pods of an object to its workload. */
export function addPods(workload: PlanWorkload, { kind, replicas }: WorkloadObject): void {
  if (kind === "Pod") workload.pods++;
  else if (replicas !== undefined) workload.replicas = (workload.replicas ?? 0) + replicas;
}
