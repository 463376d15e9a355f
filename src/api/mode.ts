/** What a policy does with a pod that violates it: refuse it, record it in the audit log, warn the client. */
export type Mode = "enforce" | "audit" | "warn";

/** Every mode, in the order in which the API server reads their labels. */
export const MODES: readonly Mode[] = ["enforce", "audit", "warn"];
