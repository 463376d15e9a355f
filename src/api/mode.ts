/** The effect of a policy on a pod that violates it: reject it, record it in the audit log, warn the client. */
export type Mode = "enforce" | "audit" | "warn";

/** Every mode, in the order in which the API server reads its labels. */
export const MODES: readonly Mode[] = Object.freeze(["enforce", "audit", "warn"] as const);
