/** The action of a ValidatingAdmissionPolicy on a request that violates it: `validationActions` of its binding. */
export type PolicyAction = "Deny" | "Warn" | "Audit";

/** All actions. */
export const POLICY_ACTIONS: readonly PolicyAction[] = ["Deny", "Warn", "Audit"];
