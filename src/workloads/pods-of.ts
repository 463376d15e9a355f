import type { FieldPath } from "../api/field-path.ts";
import type { PodInObject, WorkloadObject } from "./object.ts";

/** The pods of a workload: one of each of the nine kinds, and one or more of a custom resource. */
export function podsOf(workload: WorkloadObject): readonly PodInObject[] {
  return workload.others === undefined ? [workload] : [workload, ...workload.others];
}

/** The path in the object of a field of one of its pods. */
export function fieldOf({ podPath, fieldPath }: PodInObject, field: FieldPath): FieldPath {
  return fieldPath === undefined ? [...podPath, ...field] : fieldPath(field);
}
