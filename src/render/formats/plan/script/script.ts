import { shellWord } from "../../../../api/words/shell-word.ts";
import type { PlanStep, RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { escapeWhole } from "../../../words/escape.ts";
import { wrap } from "../../../words/lines.ts";
import { planHeadline, stepHeadline } from "../words.ts";
import { guardFunction, guardText } from "./guard.ts";
import { comment, printed, shellFunction } from "./shell.ts";
import { hasObserved, leftOutText, runStep, stepFunctions } from "./steps.ts";
import { scriptWarnings } from "./warnings.ts";

/**
 * Renders a plan as a script with arguments: `sh rollout.sh apply|undo|dry-run [STEP]`. It runs only on the cluster of the plan and stops at the
 * first error. It is one compound command, so a shell runs nothing of a script that is cut off, for instance in a pipe.
 */
export function* renderRolloutScript(plan: RolloutPlan): Generator<string, undefined> {
  const { steps, generatedAt } = plan;
  yield "{ # The shell reads the script to its end before it runs anything.\n";
  yield `${comment(planHeadline(plan))}\n`;
  if (generatedAt !== undefined) yield `${comment(`Made at ${generatedAt} by kubectl pss plan.`)}\n`;
  yield `${comment(guardText(plan))}\n#\n`;
  for (const line of usage(steps)) yield `${comment(line)}\n`;
  const sentences = scriptWarnings(plan);
  if (sentences.length > 0) yield "#\n";
  for (const sentence of sentences) yield `${comment(`Note: ${sentence}`)}\n`;
  yield `\nset -eu\ndry_run=''\nfailed=''\n${steps.some(hasObserved) ? "observed=yes\n" : ""}\n`;
  yield shellFunction("overview", [printed(overview(plan, sentences), "  ")]);
  yield FUNCTIONS;
  yield guardFunction(plan);
  for (const step of steps) yield* stepFunctions(step);
  yield runStep(steps);
  yield main(plan);
  yield END;
}

/** What the script prints without arguments. */
function overview(plan: RolloutPlan, sentences: readonly string[]): readonly string[] {
  return [
    ...wrap(planHeadline(plan), WIDTH),
    ...wrap(guardText(plan), WIDTH),
    "",
    ...plan.steps.flatMap((step) => wrap(stepHeadline(step), WIDTH - 2).map((line) => `  ${line}`)),
    "",
    ...sentences.flatMap((sentence) => wrap(`Note: ${escapeWhole(sentence)}`, WIDTH)),
    ...(sentences.length > 0 ? [""] : []),
    ...usage(plan.steps),
  ];
}

function usage(steps: readonly PlanStep[]): readonly string[] {
  const safe = numbers(steps, true);
  const [first = 0, last = 0] = [safe.at(0), safe.at(-1)];
  const unsafe = numbers(steps, false).map((number) => ` Step ${number} is not yet safe.`);
  return [
    "Usage: sh rollout.sh apply|undo|dry-run [STEP]",
    `  apply    sets the labels of STEP, or of steps ${first} to ${last}.${unsafe.join("")}`,
    "  undo     restores the labels from before STEP, or from before the plan.",
    "  dry-run  prints the API server's warnings, and changes nothing.",
    "Apply one step, read the warnings and the audit log, and plan again: the next",
    "step depends on what runs then.",
  ];
}

/** The columns of what the script prints. */
const WIDTH = 80;

const FUNCTIONS = String.raw`
# Says why nothing is run, and ends the script.
refuse() {
  printf '%s\n' "$@" 'Nothing was run.' >&2
  exit 2
}

wrong() {
  printf '%s\n\n' "$1" >&2
  overview >&2
  exit 2
}

# The commands of the steps call this function. The first error ends apply and dry-run. undo goes on, because a namespace may have been deleted.
kubectl() {
  command kubectl "$@" ${"$"}{dry_run:+"$dry_run"} || {
    [ "$action" != undo ] || { failed=1; return 0; }
    printf '%s\n' "Stopped in step $step: kubectl failed, and the commands after it did not run." \
      'Commands can be repeated: correct the cause and run the step again, or plan again.' >&2
    exit 1
  }
}

`;

function main({ steps, kubectl }: RolloutPlan): string {
  const again = ["kubectl", "pss", "plan", ...kubectl.slice(1)].map(shellWord).join(" ");
  const observed = steps.filter(hasObserved);
  const all = steps.map(({ number }) => number).join(" | ");
  const safe = numbers(steps, true);
  const refusals = steps
    .filter((step) => !step.safe)
    .map(({ number }) =>
      [
        `  apply-${number}) refuse 'Step ${number} is not yet safe: the API server would reject what runs in its namespaces.'`,
        `'Fix them first. kubectl pss plan --step ${number} prints the command of each; dry-run ${number} asks the API server.' ;;`,
      ].join(" \\\n      "),
    );
  return `\n${shellFunction("main", [
    "if [ $# -eq 0 ]; then",
    "  overview",
    "  exit 2",
    "fi",
    "action=$1",
    "case $action in",
    "  apply | undo) ;;",
    "  dry-run) dry_run=--dry-run=server ;;",
    '  *) wrong "unknown argument: $action" ;;',
    "esac",
    "case $# in",
    "  1) ;;",
    "  2)",
    "    case $2 in",
    `      ${all}) ;;`,
    `      *) wrong "unknown step: $2" ;;`,
    "    esac",
    "    ;;",
    "  *) wrong 'too many arguments' ;;",
    "esac",
    "case $action-${2-all} in",
    ...refusals,
    `  undo-all) set -- ${safe.toReversed().join(" ")} ;;`,
    `  apply-all) set -- ${safe.join(" ")}${observed.length > 0 ? "; observed=''" : ""} ;;`,
    `  dry-run-all) set -- ${safe.join(" ")} ;;`,
    "  *) shift ;;",
    "esac",
    "check_cluster",
    "for step do run_step; done",
    ...observed.map((step) => `[ -n "$observed" ] || ${printed([`Left out: ${leftOutText(step)}`])}`),
    'if [ -n "$failed" ]; then',
    `  ${printed(["Not everything is undone: see the errors of kubectl above."])} >&2`,
    "  exit 1",
    "fi",
    "case $action in",
    `  apply) ${printed([`Done. Plan again before the next step: ${again}`])} ;;`,
    `  undo) ${printed([`Done. To see what is set now: ${again}`])} ;;`,
    `  dry-run) ${printed(["Nothing was changed. The API server judged each command under the labels of now."])} ;;`,
    "esac",
  ])}`;
}

function numbers(steps: readonly PlanStep[], isSafe: boolean): readonly number[] {
  return steps.filter(({ safe }) => safe === isSafe).map(({ number }) => number);
}

/** Standard input may be the script itself. Only a terminal is left to kubectl, for credential plugins that ask. */
const END = `
# kubectl must not read the script from a pipe. A terminal stays, for credential plugins that ask.
if [ -t 0 ]; then main "$@"; else main "$@" </dev/null; fi
exit
}
`;
