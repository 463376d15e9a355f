import type { PlanStep, StepGroup } from "../../../../report/plan/rollout-plan.ts";
import { cautionsText, conditionsText, finishedPodsText, namespacesOf } from "../words.ts";
import { OBSERVED, type Part } from "./parts.ts";
import { comment, quoted, shellFunction } from "./shell.ts";
import { labelsFunction, type Moves } from "./states.ts";

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

/** The shell functions of a part: step_N, undo_N, and labels_N, which finds the namespaces that both must skip. */
export function* partFunctions(part: Part, moves: Moves): Generator<string, undefined> {
  const { key, title, step, groups, undo } = part;
  const { number, why, safe, namespaces, commands } = step;
  yield `\n${comment(title)}\n`;
  if (namespaces.length > 0 && key !== OBSERVED) yield `${comment(why)}\n`;
  const finished = key === OBSERVED ? undefined : finishedPodsText(step);
  if (finished !== undefined) yield `${comment(finished)}\n`;
  if (!safe && commands.length > 0) {
    yield "# apply does not run these commands: run one by hand as soon as its namespace is fixed.\n";
    yield `# undo does not include them: undo ${number} does.\n`;
  }
  yield shellFunction(`step_${key}`, [...groupLines(step, groups)]);
  yield shellFunction(`undo_${key}`, undo);
  yield labelsFunction(part, moves);
}

/** The shell function that runs the part in $step. A dry run changes nothing, so it compares no labels. */
export function runStep(parts: readonly Part[]): string {
  const titles = parts.map(({ key, title }) => `  ${key}) title=${quoted(title)} ;;`);
  const cases = parts.flatMap(({ key }) => [
    `  dry-run-${key}) step_${key} ;;`,
    `  apply-${key}) labels_${key} && step_${key} ;;`,
    `  undo-${key}) labels_${key} && undo_${key} ;;`,
  ]);
  return `\n${shellFunction("run_step", [
    "skip=$nl same=0",
    "case $step in",
    ...titles,
    "esac",
    String.raw`printf '%s: %s\n' "$action" "$title"`,
    "case $action-$step in",
    ...cases,
    "esac",
    '[ "$same" -eq 0 ] || case $action in',
    String.raw`  apply) printf 'Nothing to do in %s of its namespaces: they have these labels, or those of a later step.\n' "$same" ;;`,
    String.raw`  undo) printf 'Nothing to undo in %s of its namespaces: they do not have the labels of this step.\n' "$same" ;;`,
    "esac",
  ])}`;
}
