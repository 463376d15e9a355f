import { POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import { isObservedEnough } from "../../report/plan/caution.ts";
import type { PlannedNamespace, PolicyLabels, StepGroup, StepId } from "../../report/plan/rollout-plan.ts";
import { replaceInvalidLabels } from "../policy-labels.ts";
import { changesBetween, labelCommands, type LabelTask } from "./label-command.ts";

/** The labels to set on a namespace, and to set or remove to get back. */
type Change = Pick<PlannedNamespace, "name" | "from" | "to">;

/** The commands of a step, in both directions. */
export function commandsOf(namespaces: readonly Change[], kubectl: readonly string[]) {
  const tasks = (change: (namespace: Change) => LabelTask["changes"]): LabelTask[] =>
    namespaces.map((namespace) => ({ namespace: namespace.name, changes: change(namespace) }));
  return {
    commands: labelCommands(
      tasks(({ from, to }) => changesBetween(from, to)),
      kubectl,
    ),
    undo: labelCommands(
      tasks(({ from, to }) => changesBetween(to, replaceInvalidLabels(from))),
      kubectl,
    ),
  };
}

/** The command of a namespace alone with which the API server only answers; undefined if no label changes. */
export function dryRunOf({ name, from, to }: Change, kubectl: readonly string[]): string | undefined {
  return labelCommands([{ namespace: name, changes: changesBetween(from, to) }], kubectl, true)[0];
}

/**
 * Puts the namespaces of a step together that have the same new labels, time to observe and owner of the labels. Those whose days of observation are over are
 * apart from those that still wait.
 */
export function groupsOf(id: StepId, namespaces: readonly PlannedNamespace[], kubectl: readonly string[]): StepGroup[] {
  const isRaised = id === "enforce" || id === "fix";
  const daysOf = ({ observeDays }: PlannedNamespace): number | null => (isRaised ? observeDays : null);
  const keyOf = (namespace: PlannedNamespace): string => {
    const tool = namespace.owner?.tool ?? null;
    // In the last step, each namespace has its own fixes, and so its own command.
    return id === "fix"
      ? namespace.name
      : JSON.stringify([newLabels(namespace), daysOf(namespace), tool, isRaised && isObservedEnough(namespace)]);
  };
  const over = new Set(namespaces.filter(isObservedEnough).map(({ name }) => name));
  const isWaiting = ({ observeDays, namespaces: [name = ""] }: StepGroup): boolean =>
    observeDays !== null && !over.has(name);
  const groups = Array.from(Map.groupBy(namespaces, keyOf).values(), (some): StepGroup => {
    const [first] = some;
    return {
      labels: first === undefined ? {} : newLabels(first),
      observeDays: first === undefined ? null : daysOf(first),
      tool: first?.owner?.tool ?? null,
      namespaces: some.map(({ name }) => name),
      ...commandsOf(some, kubectl),
    };
  });
  if (id === "fix") return groups;
  return groups.toSorted(
    (a, b) =>
      Number(isWaiting(a)) - Number(isWaiting(b)) ||
      (a.observeDays ?? 0) - (b.observeDays ?? 0) ||
      Number(a.tool !== null) - Number(b.tool !== null),
  );
}

/** The labels that a step sets, in their order. */
function newLabels({ from, to }: Change): PolicyLabels {
  const names = POLICY_LABELS.filter((name) => to[name] !== undefined && from[name] !== to[name]);
  return Object.fromEntries(names.map((name) => [name, to[name] ?? ""]));
}
