import type { Level } from "../api/level.ts";
import { shorten } from "../api/words/quoted.ts";
import { plural } from "../api/words/plural.ts";
import type { KeptNamespace, KeptReason, PlanStep } from "../report/plan/rollout-plan.ts";
import type { Obstacle } from "../report/plan/obstacle.ts";
import type { WorkloadRef } from "../workloads/identity.ts";
import type { PlanOptions } from "./options.ts";
import type { NamespaceInput, PlannedNamespaceState } from "./planned-namespace.ts";
import { looser, nextLevel } from "./policy-labels.ts";

/**
 * Describes why enforce is not raised in a namespace; undefined if it may be raised.
 *
 * @param labelled the labels that steps still set there, as {@link stillLabelled} describes them
 */
export function keptNamespace(
  namespace: PlannedNamespaceState,
  { target }: PlanOptions,
  labelled: ReadonlyMap<string, string>,
): KeptNamespace | undefined {
  const { keptFor: reason, input } = namespace;
  if (reason === undefined) return undefined;
  const { level, version } = namespace.original.policy.enforce;
  const next = looser(nextLevel(level), target);
  // The workloads of a namespace that is being deleted need no fix.
  const needs = reason === "terminating" ? [] : namespace.obstacles({ level: next, version });
  const because = becauseOf(reason, input, needs, next, nextLevel(level)) + (labelled.get(input.name) ?? "");
  return { name: input.name, reason, because, needs };
}

/** The labels that namespaces get in safe steps, by name: `; step 1 still sets enforce=privileged audit=baseline there, …`. */
export function stillLabelled(steps: readonly PlanStep[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const { number, namespaces } of steps) {
    for (const { name, from, to } of namespaces) {
      const set = Object.entries(to).filter(([label, value]) => from[label] !== value);
      const words = set.map(([label, value]) => `${label.slice(label.indexOf("/") + 1)}=${value}`).join(" ");
      texts.set(
        name,
        `${texts.get(name) ?? ""}; step ${number} still sets ${words} there: these labels reject nothing new`,
      );
    }
  }
  return texts;
}

/** The largest number of named objects. */
const SHOWN = 3;

function namesOf(objects: readonly WorkloadRef[]): string {
  const names = objects.slice(0, SHOWN).map(({ kind, name }) => `${shorten(kind)} ${shorten(name)}`);
  const others = objects.length - names.length;
  return [...names, ...(others > 0 ? [`${others} more`] : [])].join(", ");
}

function becauseOf(
  reason: KeptReason,
  { areLabelsKnown, lacksOnlyPods = false, unjudged = [], owner }: NamespaceInput,
  needs: readonly Obstacle[],
  next: Level,
  watched: Level,
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
    case "system":
      return "created by Kubernetes itself, and nothing runs here: --include-empty does not raise it either";
    case "terminating":
      return "being deleted: no new pod can start in it";
    case "unread":
      if (!areLabelsKnown) return "its labels could not be read, so its policy is unknown";
      if (lacksOnlyPods) return "the dump has no pods, and a running pod may violate any level: dump the pods, too";
      return unjudged.length > 0
        ? `${namesOf(unjudged)} may make pods, and ${plural(unjudged.length, "is", "are")} not judged`
        : "some objects in it could not be read or judged, and may violate any level";
    case "privileged": {
      const count = needs.length;
      const why =
        count === 0
          ? `kept (--keep-privileged), but everything in it meets ${next}`
          : `kept (--keep-privileged): ${count} ${plural(count, "workload does", "workloads do")} not meet ${next}`;
      return `${why}; audit and warn still report what violates ${watched}`;
    }
  }
}
