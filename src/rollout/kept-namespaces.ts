import { plural } from "../api/words/plural.ts";
import type { KeptNamespace, KeptReason, Obstacle } from "../report/rollout-plan.ts";
import type { NamespaceInput, PlannedNamespaceState } from "./planned-namespace.ts";

/** Describes why enforce is not raised in a namespace; undefined if it may be raised. */
export function keptNamespace(namespace: PlannedNamespaceState): KeptNamespace | undefined {
  const { keptFor: reason, input } = namespace;
  if (reason === undefined) return undefined;
  const { enforce } = namespace.original.policy;
  const needs = namespace.obstacles({ level: "baseline", version: enforce.version });
  return { name: input.name, reason, because: becauseOf(reason, input, needs), needs };
}

function becauseOf(
  reason: KeptReason,
  { areLabelsKnown, lacksOnlyPods = false, owner }: NamespaceInput,
  needs: readonly Obstacle[],
): string {
  switch (reason) {
    case "exempt":
      return "exempt by the admission configuration: its labels have no effect";
    case "skipped":
      return "skipped (--skip)";
    case "managed":
      return `skipped (--skip-managed): ${owner?.advice ?? ""}`;
    case "empty":
      return "nothing runs here, so nothing was tested: --include-empty raises it, too";
    case "unread":
      if (!areLabelsKnown) return "its labels could not be read, so its policy is unknown";
      return lacksOnlyPods
        ? "the dump has no pods, and a running pod may violate any level"
        : "some objects in it could not be read or judged, and may violate any level";
    case "privileged": {
      const count = needs.length;
      return count === 0
        ? "kept privileged (--keep-privileged), but everything in it meets baseline"
        : `kept privileged (--keep-privileged): ${count} ${plural(count, "workload does", "workloads do")} not meet baseline`;
    }
  }
}
