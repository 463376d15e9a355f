/**
 * The use cases about clusters. They are one late module of the bundle, so that a lint does not load them. Only plain values and functions may be
 * passed to it and returned from it.
 */
export { runAudit } from "./audit.ts";
export { runDryRun } from "./dry-run.ts";
export { runPlan } from "./plan.ts";
