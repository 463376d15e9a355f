import type { FixedWorkload } from "./fix-report.ts";

/** The patch of a workload of a cluster that violates its level, or the reasons why it has none. */
export interface ClusterPatch {
  /** The levels that it should meet: `restricted:latest`. */
  readonly levels: readonly string[];
  /** The checks that it violates at these levels, each once. */
  readonly violations: readonly string[];
  /** The edits of its template, with both forms of a patch; null if the template was not read, or meets the levels. */
  readonly fix: FixedWorkload | null;
  /**
   * The reason why `kubectl patch` cannot make the edits. `fixed`: the API server does not change a pod, the template of a Job, or a run. `pods`: only its running pods
   * violate, and not its template. `unread`: its template was not read. `limit`: only some workloads were asked for. Null if there is none.
   */
  readonly obstacle: "fixed" | "pods" | "unread" | "limit" | null;
  /** The tool or the object that would undo the patch; null if none is known. */
  readonly owner: PatchOwner | null;
}

/** A tool or an object that sets the fields of a workload. */
export interface PatchOwner {
  /** `Helm`, `Argo CD`, `Flux`, `OLM` (the Operator Lifecycle Manager), or `object` for an owner reference. */
  readonly tool: "Helm" | "Argo CD" | "Flux" | "OLM" | "object";
  /** The release, the application, the Kustomization or HelmRelease, the ClusterServiceVersion, or `Kind/name`; empty if it is not known. */
  readonly name: string;
}
