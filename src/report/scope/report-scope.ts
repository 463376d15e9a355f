/** The namespaces that an audit or a plan covers. A namespace outside of it may exist, and nothing is known about it. */
export interface ReportScope {
  /** The only namespaces that it reads: those of -n, or the current one if the user may not list all; null for all. */
  readonly names: readonly string[] | null;
  /** The label selector of the namespaces (-l); null without one. */
  readonly selector: string | null;
  /** The namespaces that it leaves out (`--skip` of an audit). A plan has those that it skips, with the reason. */
  readonly skipped: readonly string[];
}

/** The options that decide what a plan wants, in addition to its target and pin. */
export interface PlanChoices {
  readonly maxStep: number;
  /** Names in byte order. */
  readonly skip: readonly string[];
  readonly skipManaged: boolean;
  /** Names in byte order. */
  readonly keepPrivileged: readonly string[];
  readonly includeEmpty: boolean;
  /** Whether a history keeps enforce back. */
  readonly history: boolean;
}

/**
 * Whether an earlier run would have had a namespace of now, if it had existed then. The labels of then are not known, so a selector tells that only if
 * it is the same one.
 */
export function wasCovered(name: string, earlier: ReportScope, now: ReportScope): boolean {
  const { names, selector, skipped } = earlier;
  if (names !== null && !names.includes(name)) return false;
  return !skipped.includes(name) && (selector === null || selector === now.selector);
}
