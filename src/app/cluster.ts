/**
 * Everything that the commands about a cluster need besides the command line and the printing: a file of its own in the bundle, so that lint
 * does not load it. Nothing but plain values crosses its border, both ways.
 */
export { runAudit } from "./audit.ts";
export { runPlan } from "./plan.ts";
