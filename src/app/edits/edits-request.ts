/**
 * The edits of a lint: of all workloads, only the number of violations that they remove, the patches that a page shows, or both the edits of all and their
 * patches.
 */
export type LintEdits = "all" | "count" | "page" | "all and page";
