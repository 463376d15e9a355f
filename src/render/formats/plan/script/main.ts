/** The shell function that reads the arguments of the script. */
import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { leftOutText, OBSERVED, type Part } from "./parts.ts";
import { fileText, planAgain, type ScriptStyle } from "./plan-again.ts";
import { printed, quoted, shellFunction } from "./shell/shell.ts";
import { NO_WAIT } from "./usage.ts";

/** The shell functions `main` and `finish`. */
export function mainFunctions(plan: RolloutPlan, parts: readonly Part[], style: ScriptStyle): string {
  const observed = parts.filter(({ key }) => key === OBSERVED);
  return [
    "",
    shellFunction("main", [
      ...readAction(),
      ...readStep(parts, observed.length > 0),
      ...chooseSteps(plan, parts, style),
      "check_cluster",
      ...refuseHalfUndo(),
      "for step do run_step; done",
      ...observed.flatMap(({ step }) => [
        'case "$action: $* " in',
        `  "apply:"*' ${step.number} '*) printf '%s:\\n  %s\\n' ${quoted(`Left out: ${leftOutText(step)}`)} "$self apply ${OBSERVED}" ;;`,
        "esac",
      ]),
      'finish "$*"',
      '[ -z "$failed" ] || exit 1',
    ]),
    shellFunction("finish", finishLines(plan, parts, style)),
  ].join("\n");
}

/** `dry-run` alone is a dry run of `apply`. */
function readAction(): readonly string[] {
  return [
    "if [ $# -eq 0 ]; then",
    "  overview",
    "  exit 2",
    "fi",
    "action=$1",
    "shift",
    "case $action in",
    "  apply | undo) ;;",
    "  dry-run)",
    "    dry_run=--dry-run=server",
    "    action=apply",
    "    case ${1-} in apply | undo) action=$1 && shift ;; esac",
    "    ;;",
    "  help | -h | --help)",
    "    overview",
    "    exit 0",
    "    ;;",
    '  *) wrong "unknown argument: $action" ;;',
    "esac",
  ];
}

function readStep(parts: readonly Part[], hasObserved: boolean): readonly string[] {
  return [
    ...(hasObserved
      ? [`[ "$action $*" != ${quoted(`apply ${OBSERVED} ${NO_WAIT}`)} ] || { no_wait=1; set -- ${OBSERVED}; }`]
      : []),
    "case $# in",
    "  0) ;;",
    "  1)",
    "    case $1 in",
    `      ${parts.map(({ key }) => key).join(" | ")}) ;;`,
    ...(hasObserved ? [] : [`      ${OBSERVED}) wrong 'No namespace of this plan must be observed first.' ;;`]),
    `      *) wrong "unknown step: $1" ;;`,
    "    esac",
    "    ;;",
    "  *) wrong 'too many arguments' ;;",
    "esac",
    "named=${1-}",
  ];
}

/** undo runs the steps in reverse, those of step 4 too: nothing happens where they were not run by hand. */
function chooseSteps(plan: RolloutPlan, parts: readonly Part[], style: ScriptStyle): readonly string[] {
  const refusals = parts
    .filter(({ step }) => !step.safe)
    .map(({ key }) => {
      const again = planAgain(plan, style, ["--step", key]);
      return [
        `  apply-${key}) [ -n "$dry_run" ] || refuse 'Step ${key} is not yet safe: the API server would reject what runs in its namespaces.'`,
        quoted(`Fix them first. This prints the command of each${fileText(again)}: ${again.text}`),
        `"$self dry-run ${key} asks the API server." ;;`,
      ].join(" \\\n      ");
    });
  const keysOf = (some: readonly Part[]): string => some.map(({ key }) => key).join(" ");
  const safe = parts.filter(({ key, step }) => step.safe && key !== OBSERVED);
  return [
    "case $action-${named:-all} in",
    ...refusals,
    `  apply-all) set -- ${keysOf(safe)} ;;`,
    `  undo-all) set -- ${keysOf(parts.toReversed())} ;;`,
    ...parts
      .filter(({ key }) => key === OBSERVED)
      .map(({ step }) => `  undo-${step.number}) set -- ${OBSERVED} ${step.number} ;;`),
    "esac",
  ];
}

/** A namespace with a later step has the labels of that one, and an undo that leaves it out would be half an undo. */
function refuseHalfUndo(): readonly string[] {
  return [
    'if [ "$action" = undo ] && [ -n "$named" ]; then',
    "  for step do compare_step; done",
    `  [ "$ahead" -eq 0 ] || refuse "A later step of this plan is applied in $ahead of the namespaces:" \\
      "undo $named would undo only a part." \\`,
    '    "Undo the later step first, or all steps: $self undo"',
    "fi",
  ];
}

/** @param parts the parts of all steps */
function finishLines(plan: RolloutPlan, parts: readonly Part[], style: ScriptStyle): readonly string[] {
  const enforcing = parts
    .filter(({ step }) => step.id === "enforce" || step.id === "fix")
    .map(({ key }) => `*' ${key} '*`);
  const unsafe = parts.filter(({ step }) => !step.safe).map(({ key }) => key);
  const again = planAgain(plan, style);
  const script = planAgain(plan, style, ["-o", "commands"]);
  return [
    ...(parts.some(({ key }) => key === OBSERVED)
      ? [
          'if [ -n "$is_early" ]; then',
          `  printf '%s\\n' 'Run this again when the days are over.' 'If you observed a namespace in another way:' "  $self apply ${OBSERVED} ${NO_WAIT}" >&2`,
          '  [ -n "$dry_run" ] || return 0',
          "fi",
        ]
      : []),
    'if [ -n "$dry_run" ]; then',
    `  [ -z "$failed" ] || printf '%s\\n' "$action would leave something out: see the lines above." >&2`,
    '  if [ -z "$did" ]; then',
    String.raw`    printf '%s\n' "Nothing was changed, and $action would change nothing now."`,
    "    return 0",
    "  fi",
    `  ${printed(["Nothing was changed. The API server judged each command under the labels of now."])}`,
    '  case "$action: $1 " in',
    `    ${enforcing.map((pattern) => `"apply:"${pattern}`).join(" | ")}) ${printed(["The API server looks only at running pods. The plan looked at templates, too."])} ;;`,
    "  esac",
    '  case "$action $1" in',
    ...unsafe.map(
      (key) =>
        `    "apply ${key}") blocked_${key}; ${printed([`apply does not run step ${key}: it is not yet safe.`])} ;;`,
    ),
    "  esac",
    "  return 0",
    "fi",
    "done='Done. '",
    'if [ -n "$failed" ]; then',
    "  done=''",
    "  case $action in",
    `    undo) ${printed(["Not everything is undone: see the errors above."])} ;;`,
    `    *) ${printed(["Not everything is done: see the errors above."])} ;;`,
    "  esac >&2",
    String.raw`  [ -z "$changed_names" ] || printf 'Skipped, because their labels have changed:%s\n' "$changed_names" >&2`,
    String.raw`  [ -z "$by_hand" ] || printf 'If you want the labels from before the plan there, too, run:\n%s' "$by_hand" >&2`,
    "fi",
    "case $action in",
    "  undo)",
    `    [ -n "$did" ] || done=''`,
    `    printf '%s%s\\n' "$done" ${quoted(`To see what is set now${fileText(again)}: ${again.text}`)} ;;`,
    "  apply)",
    `    printf '%s%s\\n' "$done" 'Plan again into a new file: the next step depends on what runs now${fileText(script)}:'`,
    `    printf '  %s > %s\\n' ${quoted(script.text)} "$next"`,
    '    if [ -z "$did" ]; then',
    "      :",
    '    elif [ -n "$file" ]; then',
    `      printf 'Keep this file to undo this: %s\\n' "$self undo${"$"}{named:+ $named}"`,
    "    else",
    `      ${printed(["Only this script can undo what it did, and it came from a pipe: no file has it."])}`,
    "    fi",
    "    ;;",
    "esac",
  ];
}
