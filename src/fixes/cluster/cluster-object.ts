import type { DocumentText } from "../../api/text-layout.ts";
import { groupKindOf } from "../../workloads/identity.ts";
import type { WorkloadObject } from "../../workloads/object.ts";

/** The text of an object of a cluster: patches do not edit text. */
export const NO_TEXT: DocumentText = {
  ...{ stream: "", start: 0, end: 0, isJson: false },
  layout() {
    throw new Error("a patch has no text");
  },
};

/** Whether the API server refuses a change of the pods in an object: a pod, the template of a Job, or a run of a custom resource. */
export function isUnchangeable(object: Pick<WorkloadObject, "apiVersion" | "kind" | "custom">): boolean {
  return object.kind === "Pod" || groupKindOf(object) === "batch/Job" || object.custom?.isRun === true;
}
