import type { Labels } from "../../../admission/labels.ts";
import type { ReportScope } from "../../../report/scope/report-scope.ts";

/** The namespaces that a run covers. */
export interface NamespaceScope {
  /**
   * Whether a namespace is in the scope; undefined if that depends on labels that are not known.
   *
   * @param labels undefined if they are not known
   */
  includes(name: string, labels: Labels | undefined): boolean | undefined;
  /** The namespaces in the scope, if names select them. */
  readonly names?: readonly string[];
  /** Whether `names` is the namespace of the context, since no flag names another. */
  readonly isCurrent?: boolean;
  /** The namespaces that are left out by name (`--skip`), if all others are in the scope. */
  readonly skipped?: readonly string[];
  /** All namespaces that are left out by name. */
  readonly leftOut?: readonly string[];
  /** The label selector of the namespaces (`-l`), if there is one. */
  readonly selector?: string;
}

/** Leaves some namespaces out of a scope (`--skip`). */
export function withoutSkipped(scope: NamespaceScope, skipped: readonly string[]): NamespaceScope {
  if (skipped.length === 0) return scope;
  const left = new Set(skipped);
  return {
    ...scope,
    leftOut: skipped,
    ...(scope.names === undefined && scope.selector === undefined && { skipped }),
    ...(scope.names !== undefined && { names: scope.names.filter((name) => !left.has(name)) }),
    includes: (name, labels) => !left.has(name) && scope.includes(name, labels),
  };
}

/**
 * The namespaces that a run covers, for its report.
 *
 * @param current the only namespace that is read, since the user may not list all; undefined otherwise
 */
export function coveredBy({ names, selector, leftOut }: NamespaceScope, current: string | undefined): ReportScope {
  return {
    names: current === undefined ? (names ?? null) : [current],
    selector: selector ?? null,
    skipped: names === undefined ? (leftOut ?? []) : [],
  };
}
