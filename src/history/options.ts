import type { Exemptions } from "../admission/exemptions.ts";
import type { Labels, ResolvedPolicy } from "../admission/labels.ts";

/** The rules and the scope of a history. */
export interface HistoryOptions {
  /** The window, in milliseconds since 1970: events from `since` on and before `until` count. Undefined without a bound. */
  readonly since: number | undefined;
  readonly until: number | undefined;
  /** Whether a namespace is in the scope. */
  includes(name: string): boolean;
  /** The labels of the namespaces in the scope; empty if they are not known. */
  readonly labels: ReadonlyMap<string, Labels>;
  /** Whether `labels` has all namespaces that exist. */
  readonly hasAllNamespaces: boolean;
  /** The policy for missing labels, and the exemptions: those of the cluster's configuration. */
  readonly defaults: ResolvedPolicy;
  readonly exemptions: Exemptions;
}
