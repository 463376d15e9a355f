import type { Evaluator } from "../../policy/evaluator.ts";
import type { ReportSource } from "../../report/report.ts";
import type { NamespaceScope } from "./scope/scope.ts";

/** The cluster that a report names as its source. */
export type ClusterSource = Extract<ReportSource, { type: "cluster" }>;

/** An opened cluster or dump, without its items. */
export interface InventoryOptions {
  readonly evaluator: Evaluator;
  readonly scope: NamespaceScope;
  /** The cluster; undefined for files. */
  readonly cluster: ClusterSource | undefined;
  /** The minor version of the server, as the cluster or `--server-version` has it; undefined if neither has it. */
  readonly serverMinor: number | undefined;
  /** Whether the run has an admission configuration. If it has none, a configuration among the inputs gets a note. */
  readonly isConfigured?: boolean;
  /** Whether notes about mistakes are errors (`--strict`). */
  readonly strict: boolean;
  /** Whether a dump is incomplete without the Namespace of a workload. With levels of `--level`, the verdicts do not need it. */
  readonly areLabelsNeeded: boolean;
}
