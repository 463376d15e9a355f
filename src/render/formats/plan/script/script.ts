import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { escapeWhole } from "../../../words/escape.ts";
import { wrap } from "../../../words/lines.ts";
import { planHeadline, stepHeadline } from "../words.ts";
import { guardFunction, guardText } from "./guard.ts";
import { daysText, leftOutText, OBSERVED, partsOf, type Part } from "./parts.ts";
import { planAgain, type ScriptStyle } from "./plan-again.ts";
import { comment, printed, quoted, shellFunction } from "./shell.ts";
import { movesOf, stateFunctions } from "./states.ts";
import { partFunctions, runStep } from "./steps.ts";
import { scriptWarnings } from "./warnings.ts";

/**
 * Renders a plan as a script with arguments: `sh rollout.sh apply|undo|dry-run [STEP]`. It runs only on the cluster of the plan, changes only
 * namespaces that have the labels of the plan, and stops at the first error. It is one compound command, so a shell runs nothing of a script that
 * is cut off, for instance in a pipe.
 */
export function* renderRolloutScript(plan: RolloutPlan, style: ScriptStyle): Generator<string, undefined> {
  const { steps, generatedAt, kubectl } = plan;
  const parts = partsOf(steps);
  const moves = movesOf(steps);
  yield "{ # The shell reads the script to its end before it runs anything.\n";
  yield `${comment(planHeadline(plan))}\n`;
  if (generatedAt !== undefined) yield `${comment(`Made at ${generatedAt} by kubectl pss plan.`)}\n`;
  yield `${comment(guardText(plan))}\n`;
  yield `${comment(KEEP)}\n#\n`;
  for (const line of usage(parts)) yield `${comment(line)}\n`;
  const sentences = scriptWarnings(plan);
  if (sentences.length > 0) yield "#\n";
  for (const sentence of sentences) yield `${comment(`Note: ${sentence}`)}\n`;
  yield "\nset -euf\ndry_run=''\nfailed=''\nnl='\n'\n\n";
  yield shellFunction("overview", [printed(overview(plan, sentences, parts), "  ")]);
  yield functions(kubectl);
  yield guardFunction(plan);
  yield stateFunctions(kubectl);
  for (const part of parts) yield* partFunctions(part, moves);
  yield runStep(parts);
  yield main(plan, parts, style);
  yield END;
}

/** The output of the script without arguments. */
function overview(plan: RolloutPlan, sentences: readonly string[], parts: readonly Part[]): readonly string[] {
  return [
    ...wrap(planHeadline(plan), WIDTH),
    ...wrap(guardText(plan), WIDTH),
    "",
    ...plan.steps.flatMap((step) => wrap(stepHeadline(step), WIDTH - 2).map((line) => `  ${line}`)),
    "",
    ...sentences.flatMap((sentence) => wrap(`Note: ${escapeWhole(sentence)}`, WIDTH)),
    ...(sentences.length > 0 ? [""] : []),
    ...wrap(KEEP, WIDTH),
    "",
    ...usage(parts),
  ];
}

function usage(parts: readonly Part[]): readonly string[] {
  const steps = parts.filter(({ key }) => key !== OBSERVED);
  const safe = steps.filter(({ step }) => step.safe).map(({ key }) => key);
  const unsafe = steps.filter(({ step }) => !step.safe).map(({ key }) => ` Step ${key} is not yet safe.`);
  const observed = parts.filter(({ key }) => key === OBSERVED);
  return [
    USAGE,
    `  apply    sets the labels of STEP, or of steps ${safe.at(0)} to ${safe.at(-1)}.${unsafe.join("")}`,
    "  undo     restores the labels from before STEP, or from before the plan.",
    "  dry-run  prints the API server's warnings, and changes nothing.",
    ...observed.map(
      ({ step }) => `  apply ${OBSERVED}  raises enforce in the rest of step ${step.number}: after ${daysText(step)}.`,
    ),
    "A namespace whose labels have changed since the plan is skipped.",
    "Apply one step, read the warnings and the audit log, and plan again: the next",
    "step depends on what runs then.",
  ];
}

const USAGE = "Usage: sh rollout.sh apply|undo|dry-run [STEP]";

/** Why the file must stay. */
const KEEP = "Keep this file: only it can undo these steps. Save the next plan under another name.";

/** The columns of what the script prints. */
const WIDTH = 80;

/** The functions that end the script, and the function that replaces kubectl in the commands of the steps. */
function functions(kubectl: readonly string[]): string {
  const flags = [...kubectl.slice(1), "label", "--overwrite", "ns"].length;
  return String.raw`
# Says why nothing is run, and ends the script.
refuse() {
  printf '%s\n' "$@" 'Nothing was run.' >&2
  exit 2
}

wrong() {
  printf '%s\n' "$1" ${quoted(USAGE)} 'sh rollout.sh help prints the steps.' >&2
  exit 2
}

# The commands of the steps call this function. It leaves out the namespaces in $skip: they follow ${flags} words, and labels contain a slash.
# The first error ends apply and dry-run. undo goes on, because a namespace may have been deleted.
kubectl() {
  if [ "$skip" != "$nl" ]; then
    at=0
    names=0
    for word do
      shift
      at=$((at + 1))
      if [ "$at" -gt ${flags} ]; then
        case $skip in *"$nl$word$nl"*) continue ;; esac
        case $word in */*) ;; *) names=1 ;; esac
      fi
      set -- "$@" "$word"
    done
    [ "$names" -eq 1 ] || return 0
  fi
  command kubectl "$@" ${"$"}{dry_run:+"$dry_run"} || {
    [ "$action" != undo ] || { failed=1; return 0; }
    printf '%s\n' "Stopped in step $step: kubectl failed, and the commands after it did not run." \
      'Commands can be repeated: correct the cause and run the step again, or plan again.' >&2
    exit 1
  }
}

`;
}

function main(plan: RolloutPlan, parts: readonly Part[], style: ScriptStyle): string {
  const again = planAgain(plan, style);
  const safe = parts.filter(({ key, step }) => step.safe && key !== OBSERVED);
  const observed = parts.filter(({ key }) => key === OBSERVED);
  const undone = parts.filter(({ step }) => step.safe).toReversed();
  const refusals = parts
    .filter(({ step }) => !step.safe)
    .map(({ key }) =>
      [
        `  apply-${key}) refuse 'Step ${key} is not yet safe: the API server would reject what runs in its namespaces.'`,
        quoted(`Fix them first. This prints the command of each: ${planAgain(plan, style, ["--step", key])}`),
        `'dry-run ${key} asks the API server.' ;;`,
      ].join(" \\\n      "),
    );
  const enforcing = parts.filter(({ step }) => step.id === "enforce" || step.id === "fix");
  return `\n${shellFunction("main", [
    "if [ $# -eq 0 ]; then",
    "  overview",
    "  exit 2",
    "fi",
    "action=$1",
    "case $action in",
    "  apply | undo) ;;",
    "  dry-run) dry_run=--dry-run=server ;;",
    "  help | -h | --help)",
    "    overview",
    "    exit 0",
    "    ;;",
    '  *) wrong "unknown argument: $action" ;;',
    "esac",
    "case $# in",
    "  1) ;;",
    "  2)",
    "    case $2 in",
    `      ${parts.map(({ key }) => key).join(" | ")}) ;;`,
    ...(observed.length > 0 ? [] : [`      ${OBSERVED}) wrong 'No namespace of this plan must be observed first.' ;;`]),
    `      *) wrong "unknown step: $2" ;;`,
    "    esac",
    "    ;;",
    "  *) wrong 'too many arguments' ;;",
    "esac",
    "case $action-${2-all} in",
    ...refusals,
    `  undo-all) set -- ${keysOf(undone)} ;;`,
    ...observed.map(({ key, step }) => `  undo-${step.number}) set -- ${key} ${step.number} ;;`),
    `  *-all) set -- ${keysOf(safe)} ;;`,
    "  *) shift ;;",
    "esac",
    "check_cluster",
    "for step do run_step; done",
    ...observed.flatMap(({ step }) => [
      'case "$action $* " in',
      "  undo*) ;;",
      `  *' ${step.number} '*) ${printed([`Left out: ${leftOutText(step)}.`])} ;;`,
      "esac",
    ]),
    "done='Done. '",
    'if [ -n "$failed" ]; then',
    "  done=''",
    "  case $action in",
    `    undo) ${printed(["Not everything is undone: see the errors above."])} ;;`,
    `    *) ${printed(["Not everything is done: see the errors above."])} ;;`,
    "  esac >&2",
    "fi",
    "case $action in",
    "  apply)",
    `    printf '%s%s\\n' "$done" ${quoted(`Plan again before the next step: ${again}`)}`,
    `    ${printed([KEEP])}`,
    "    ;;",
    `  undo) printf '%s%s\\n' "$done" ${quoted(`To see what is set now: ${again}`)} ;;`,
    "  dry-run)",
    `    ${printed(["Nothing was changed. The API server judged each command under the labels of now."])}`,
    '    case " $* " in',
    `      ${enforcing.map(({ key }) => `*' ${key} '*`).join(" | ")}) ${printed(["The API server looks only at running pods, not at templates."])} ;;`,
    "    esac",
    "    ;;",
    "esac",
    '[ -z "$failed" ] || exit 1',
  ])}`;
}

function keysOf(parts: readonly Part[]): string {
  return parts.map(({ key }) => key).join(" ");
}

/** Standard input may be the script itself. Only a terminal is left to kubectl, for credential plugins that ask. */
const END = `
# kubectl must not read the script from a pipe. A terminal stays, for credential plugins that ask.
if [ -t 0 ]; then main "$@"; else main "$@" </dev/null; fi
exit
}
`;
