import type { Result } from "../audit/report.ts";

/** A mode of a policy, as a report names it. */
export type Mode = Result["modes"][number];

/** Every mode, the one that refuses first. */
export const MODES: readonly Mode[] = ["enforce", "audit", "warn"];

/** The loosest first. */
export const LEVELS: readonly string[] = ["privileged", "baseline", "restricted"];
