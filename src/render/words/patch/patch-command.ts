import { shellWord } from "../../../api/words/shell-word.ts";
import type { FixedWorkload } from "../../../report/fix/fix-report.ts";
import { resourceName, type WorkloadReport } from "../../../report/workload.ts";

/**
 * The command that patches a workload of a cluster.
 *
 * @param kubectl writes a command for the cluster of the run; undefined for kubectl's current context
 */
export function patchCommand(
  workload: Pick<WorkloadReport, "apiVersion" | "kind" | "name" | "namespace">,
  fix: Pick<FixedWorkload, "patch" | "operations">,
  kubectl: ((words: readonly string[]) => string) | undefined,
): string {
  const words = ["patch", resourceName(workload, workload.name), "-n", workload.namespace, ...patchArguments(fix)];
  return kubectl?.(words) ?? ["kubectl", ...words].map(shellWord).join(" ");
}

/**
 * The arguments of `kubectl patch` after the name of the object. One of the nine kinds has a strategic merge patch, which does not depend on the order of
 * containers. The API server knows no merge keys of custom resources, and a merge patch would replace their whole lists, so they have a JSON patch.
 */
function patchArguments({ patch, operations }: Pick<FixedWorkload, "patch" | "operations">): readonly string[] {
  if (patch === null) return ["--type=json", "-p", JSON.stringify(operations)];
  const { apiVersion: _, kind: _kind, metadata, ...changes } = patch;
  const own = otherMetadata(metadata);
  return ["--type=strategic", "-p", JSON.stringify({ ...(own !== undefined && { metadata: own }), ...changes })];
}

/** The metadata that a patch changes: without the parts that name the object. */
function otherMetadata(metadata: unknown): object | undefined {
  const { name: _, namespace: _namespace, ...others } = metadata as Readonly<Record<string, unknown>>;
  return Object.keys(others).length === 0 ? undefined : others;
}
