import { count } from "../../../../api/words/plural.ts";
import type { PlanStep, StepGroup } from "../../../../report/plan/rollout-plan.ts";
import { cautionsText, conditionsText, finishedPodsText, namespacesOf, stepHeadline } from "../words.ts";
import { comment, quoted, shellFunction } from "./shell.ts";

/** Whether the namespaces of a group must be observed before its commands run. */
function isObserved({ observeDays, commands }: StepGroup): boolean {
  return observeDays !== null && commands.length > 0;
}

/** Whether `apply` without a step leaves out a part of a step. */
export function hasObserved({ safe, groups }: PlanStep): boolean {
  return safe && groups.some(isObserved);
}

/** The commands of some groups of a step, each group after what must happen before, and why. */
export function* groupLines(step: PlanStep, groups: readonly StepGroup[]): Generator<string, undefined> {
  for (const group of groups) {
    if (group.commands.length === 0) continue;
    const conditions = conditionsText(group);
    if (conditions !== "") yield comment(`${conditions}:`);
    if (group.observeDays !== null) {
      for (const namespace of namespacesOf(step, group))
        yield comment(`  ${namespace.name}: ${cautionsText(namespace)}`);
    }
    yield* group.commands;
  }
}

/** The namespaces of a step that `apply` without a step leaves out: `3 namespaces of step 3, to observe first for up to 7 days: apply 3 includes them`. */
export function leftOutText({ number, groups }: PlanStep): string {
  const names = groups.filter(isObserved).flatMap(({ namespaces }) => namespaces);
  const days = Math.max(...groups.map(({ observeDays }) => observeDays ?? 0));
  const pronoun = names.length === 1 ? "it" : "them";
  return `${count(names.length, "namespace")} of step ${number}, to observe first for up to ${days} days: apply ${number} includes ${pronoun}`;
}

/** The shell functions of a step: step_N, undo_N, and observed_N for what is applied only after an observation. */
export function* stepFunctions(step: PlanStep): Generator<string, undefined> {
  const { number, why, safe, namespaces, groups, commands, undo } = step;
  const isWaiting = (group: StepGroup): boolean => safe && isObserved(group);
  yield `\n${comment(stepHeadline(step))}\n`;
  if (namespaces.length > 0) yield `${comment(why)}\n`;
  const finished = finishedPodsText(step);
  if (finished !== undefined) yield `${comment(finished)}\n`;
  if (!safe && commands.length > 0) {
    yield "# apply does not run these commands: run one by hand as soon as its namespace is fixed.\n";
    yield `# undo does not include them: undo ${number} does.\n`;
  }
  yield shellFunction(`step_${number}`, [
    ...groupLines(
      step,
      groups.filter((group) => !isWaiting(group)),
    ),
  ]);
  if (hasObserved(step)) yield shellFunction(`observed_${number}`, [...groupLines(step, groups.filter(isWaiting))]);
  yield shellFunction(`undo_${number}`, undo);
}

/** The shell function that runs the step in $step. */
export function runStep(steps: readonly PlanStep[]): string {
  const titles = steps.map((step) => `  ${step.number}) title=${quoted(stepHeadline(step))} ;;`);
  const cases = steps.flatMap((step) => {
    const { number } = step;
    const applied = hasObserved(step)
      ? `step_${number} && { [ -z "$observed" ] || observed_${number}; }`
      : `step_${number}`;
    return [`  undo-${number}) undo_${number} ;;`, `  *-${number}) ${applied} ;;`];
  });
  return `\n${shellFunction("run_step", [
    "case $step in",
    ...titles,
    "esac",
    String.raw`printf '%s: %s\n' "$action" "$title"`,
    "case $action-$step in",
    ...cases,
    "esac",
  ])}`;
}
