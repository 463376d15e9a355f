import { cautionsText } from "../../../words/plan/cautions.ts";
import type { PlanStep, StepGroup } from "../../../../report/plan/rollout-plan.ts";
import { escapeName } from "../../../words/escape.ts";
import { wrap } from "../../../words/lines.ts";
import { conditionsTitle, namespacesOf } from "../../../words/plan/step-words.ts";
import { checksInTheWay, finishedPodsText, toFixText, unmetText } from "../words.ts";
import { OBSERVED, type Part } from "./parts.ts";
import { comment, printed, quoted, shellFunction } from "./shell/shell.ts";
import { labelsFunction, type Moves } from "./states.ts";
import { WIDTH } from "./usage.ts";
import { waitLines } from "./waiting.ts";

/** The most checks that a line names. */
const SHOWN_CHECKS = 3;

/** The commands of some groups of a step, each group after what must happen before, and why. A command that relaxes enforce is a comment. */
export function* groupLines(step: PlanStep, groups: readonly StepGroup[]): Generator<string, undefined> {
  for (const group of groups) {
    for (const namespace of namespacesOf(step, group)) {
      const unmet = unmetText(namespace);
      if (unmet !== undefined) yield comment(`${escapeName(namespace.name)}: ${unmet}`);
      if (namespace.relax !== null) yield comment(`  relaxes enforce: ${namespace.relax.command}`);
    }
    if (group.commands.length === 0) continue;
    const conditions = conditionsTitle(step, group);
    if (conditions !== "") yield comment(conditions);
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
  const { why, how, safe, namespaces, commands } = step;
  yield `\n${comment(title)}\n`;
  if (namespaces.length > 0 && key !== OBSERVED) yield `${comment(why)}\n`;
  for (const line of how) {
    yield `${comment(line.text)}\n`;
    if (line.command !== null) yield `${comment(`  ${line.command}`)}\n`;
  }
  const finished = key === OBSERVED ? undefined : finishedPodsText(step);
  if (finished !== undefined) yield `${comment(finished)}\n`;
  if (!safe && commands.length > 0) {
    yield "# apply does not run these commands: run one by hand as soon as its namespace is fixed. undo includes them.\n";
  }
  yield shellFunction(`step_${key}`, [...groupLines(step, groups)]);
  yield shellFunction(`undo_${key}`, undo);
  yield labelsFunction(part, moves, key === OBSERVED ? waitLines(groups) : []);
  if (!safe) yield shellFunction(`blocked_${key}`, blockedLines(step));
}

/** The workloads that block each namespace, also those without a running pod. */
function blockedLines({ namespaces }: PlanStep): readonly string[] {
  if (namespaces.length === 0) return [];
  const lines = namespaces.flatMap((namespace) => {
    const checks = checksInTheWay(namespace.blockedBy, SHOWN_CHECKS);
    const what = unmetText(namespace) ?? `${toFixText(namespace)} workloads to fix: ${checks}`;
    const relax = namespace.relax === null ? [] : [`    relaxes enforce: ${namespace.relax.command}`];
    return [...wrap(`${escapeName(namespace.name)}: ${what}`, WIDTH, "    ", "  "), ...relax];
  });
  return [printed(["What blocks each namespace, in templates too, whether pods of them run or not:", ...lines], "  ")];
}

/** The shell functions that compare the labels for the part in $step, and that run it. */
export function runStep(parts: readonly Part[]): string {
  const cases = parts.flatMap(({ key }) => [`  apply-${key}) step_${key} ;;`, `  undo-${key}) undo_${key} ;;`]);
  return `\n${shellFunction("compare_step", [
    "skip=$nl left=$nl changed='' same=0 reasons='' faults=''",
    "case $step in",
    ...parts.flatMap(({ key, title }) => [`  ${key})`, `    title=${quoted(title)}`, `    labels_${key}`, "    ;;"]),
    "esac",
  ])}
${shellFunction("run_step", [
  "compare_step",
  '[ "$action" = apply ] || title=${title%, not yet safe}',
  "did=$did$changed",
  `if [ "$action$changed$faults" = undo ]; then`,
  String.raw`  printf '%s: %s: nothing to undo\n' "${"$"}{dry_run:+dry-run }undo" "${"$"}{title%: *}"`,
  "  return 0",
  "fi",
  String.raw`printf '%s: %s\n' "${"$"}{dry_run:+dry-run }$action" "$title"`,
  `[ -z "$faults" ] || { failed=1; printf '%s' "$faults" >&2; }`,
  `[ "$action$left" = "undo$nl" ] || [ "$action" = apply ] || by_hand=$by_hand$(only=$left; "undo_$step")$nl`,
  "case $action-$step in",
  ...cases,
  "esac",
  "# A dry run names the namespaces in which nothing happens. apply and undo count them.",
  'if [ -n "$dry_run" ]; then',
  `  moved=$moved$changed`,
  `  printf '%s' "$reasons"`,
  'elif [ "$same" -gt 0 ]; then',
  "  case $action in",
  String.raw`    apply) printf 'Nothing to do in %s of its namespaces: they have these labels, or later ones.\n' "$same" ;;`,
  String.raw`    undo) printf 'Nothing to undo in %s of its namespaces: they have other labels.\n' "$same" ;;`,
  "  esac",
  "fi",
])}`;
}
