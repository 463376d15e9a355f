import { knownKind } from "./custom/table.ts";
import { groupOf, type WorkloadRef } from "./identity.ts";
import { podPathOf } from "./pod-template.ts";

/** Whether a kind makes no pods by itself: a PodTemplate, or the template of another kind, such as a WorkflowTemplate. */
export function isTemplateKind(object: Pick<WorkloadRef, "apiVersion" | "kind">): boolean {
  if (podPathOf(object) !== undefined) return object.kind === "PodTemplate";
  return knownKind(groupOf(object.apiVersion), object.kind)?.isTemplate === true;
}
