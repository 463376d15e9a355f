/** The action of a ValidatingAdmissionPolicy on a request that violates it: `validationActions` of its binding. */
export type PolicyAction = "Deny" | "Warn" | "Audit";

/** Whether a value is one of the actions. */
export function isPolicyAction(value: unknown): value is PolicyAction {
  return value === "Deny" || value === "Warn" || value === "Audit";
}
