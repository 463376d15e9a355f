/** A level that a plan may aim at, and that something may violate. */
export type Target = "baseline" | "restricted";
