import { compareBytes } from "../../../../api/words/byte-order.ts";
import type { NamespaceState } from "../../../../report/comparison/namespace-states.ts";
import type {
  KeptReason,
  NamespaceOverview,
  PlannedNamespace,
  RolloutPlan,
} from "../../../../report/plan/rollout-plan.ts";
import type { Obstacle } from "../../../../report/plan/obstacle.ts";
import { rejectedIn } from "../words.ts";
import { STATE_TITLES } from "../../../words/plan/plan-states.ts";

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
    // Workloads that violate the enforced level come before those that block the next level.
    const toFix = own.flatMap(({ blockedBy }) => blockedBy);
    const needs = toFix.length > 0 ? toFix : (reason?.needs ?? []);
    return { ...namespace, rejectedNow: rejectedIn(namespace), steps: own, because: reason?.because ?? "", needs };
  });
  return board.toSorted(
    (a, b) =>
      (a.observeDays ?? 0) - (b.observeDays ?? 0) || a.needs.length - b.needs.length || compareBytes(a.name, b.name),
  );
}

/** A column of the board. */
export interface Column {
  /** A word, which is a class of the page. */
  readonly id: string;
  readonly state: NamespaceState;
  readonly title: string;
  /** The property that its namespaces share. */
  readonly text: string;
}

/** Why enforce stays as it is, as the title and the text of a column. */
const KEPT: Readonly<Record<KeptReason, readonly [title: string, text: string]>> = {
  unread: ["Not read", "Something in them, or their labels, could not be read or judged: enforce stays as it is."],
  privileged: ["Kept privileged", "They keep the level that they enforce (--keep-privileged)."],
  managed: ["Left to their tools", "A tool manages their labels (--skip-managed)."],
  skipped: ["Skipped", "The plan leaves them out (--skip)."],
  terminating: ["Being deleted", "No new pod can start in them."],
  exempt: ["Exempt", "The admission configuration exempts them: their labels have no effect."],
  system: ["Kubernetes' own", "Kubernetes itself creates them, and nothing runs in them: enforce stays as it is."],
  empty: ["Nothing runs here", "So nothing was tested: --include-empty raises enforce there, too."],
};

/** The columns in their order. Those of namespaces that are kept as they are, a column for each reason, are below the board. */
export const COLUMNS: readonly Column[] = [
  ...(
    [
      [
        "unlabelled",
        "No label for enforce, or none for audit of the next level: steps 1 and 2 set them. The card says what step 3 or 4 does then.",
      ],
      ["observed", "Workloads block the next level; audit and warn report them."],
      ["ready", "Labelled, and enforce can be raised: now, or after the observation on the card."],
      ["enforced", "They enforce the target, or the strictest level that they can."],
    ] as const
  ).map(([state, text]) => ({ id: state, state, title: STATE_TITLES[state], text })),
  ...Object.entries(KEPT).map(([reason, [title, text]]) => ({
    id: `kept-${reason}`,
    state: "kept" as const,
    title,
    text,
  })),
];

/** The column of a namespace. */
export function columnOf({ state, kept }: Pick<NamespaceOverview, "state" | "kept">): Column {
  const id = state === "kept" ? `kept-${kept ?? "unread"}` : state;
  const column = COLUMNS.find((one) => one.id === id);
  if (column === undefined) throw new Error(`there is no column ${id}`);
  return column;
}

/** The number of namespaces that are kept as they are, by the reason: `Nothing runs here 7, Exempt 1`. */
export function keptText(namespaces: readonly NamespaceOverview[]): string {
  return COLUMNS.filter(({ state }) => state === "kept")
    .map(({ id, title }) => [title, namespaces.filter((namespace) => columnOf(namespace).id === id).length] as const)
    .filter(([, number]) => number > 0)
    .map(([title, number]) => `${title} ${number}`)
    .join(", ");
}
