import { compareBytes } from "../../../../api/words/byte-order.ts";
import type { NamespaceState } from "../../../../report/comparison/namespace-states.ts";
import type { NamespaceOverview, Obstacle, PlannedNamespace, RolloutPlan } from "../../../../report/rollout-plan.ts";

/** A namespace on the board, with all that the plan says about it. */
export interface BoardNamespace extends NamespaceOverview {
  /** Its part in each step that concerns it, in their order. */
  readonly steps: readonly BoardStep[];
  /** Why enforce stays as it is; empty if it may be raised. */
  readonly because: string;
  /** The workloads to fix. */
  readonly needs: readonly Obstacle[];
}

/** A step in a namespace. */
export interface BoardStep extends PlannedNamespace {
  readonly number: number;
  readonly title: string;
  readonly safe: boolean;
}

/** Puts the steps of each namespace beside it. In each column the easiest comes first: without an observation, and with the fewest workloads to fix. */
export function boardOf(plan: RolloutPlan): readonly BoardNamespace[] {
  const steps = Map.groupBy(
    plan.steps.flatMap(({ number, title, safe, namespaces }) =>
      namespaces.map((namespace) => ({ ...namespace, number, title, safe })),
    ),
    ({ name }) => name,
  );
  const kept = new Map(plan.kept.map((namespace) => [namespace.name, namespace]));
  const board = plan.namespaces.map((namespace): BoardNamespace => {
    const own = steps.get(namespace.name) ?? [];
    const reason = kept.get(namespace.name);
    // What is already forbidden comes before what blocks the next level.
    const toFix = own.flatMap(({ blockedBy }) => blockedBy);
    const needs = toFix.length > 0 ? toFix : (reason?.needs ?? []);
    return { ...namespace, steps: own, because: reason?.because ?? "", needs };
  });
  return board.toSorted(
    (a, b) =>
      (a.observeDays ?? 0) - (b.observeDays ?? 0) || a.needs.length - b.needs.length || compareBytes(a.name, b.name),
  );
}

/** A column of the board. */
export interface Column {
  readonly state: NamespaceState;
  /** What its namespaces have in common. */
  readonly text: string;
}

/** The columns in their order. The last one is below the board. */
export const COLUMNS: readonly Column[] = [
  { state: "unlabelled", text: "No label for enforce: the defaults of the cluster decide." },
  { state: "observed", text: "Workloads block the next level; audit and warn report them." },
  { state: "ready", text: "Enforce can be raised now." },
  { state: "enforced", text: "They enforce the target, or the strictest level that they can." },
  { state: "kept", text: "Enforce stays as it is, for the reason on the card." },
];
