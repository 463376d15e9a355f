import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { escapeWhole } from "../../../words/escape.ts";
import { wrap } from "../../../words/lines.ts";
import { wrapMessage } from "../../../words/wrap-message.ts";
import { stepHeadline } from "../../../words/plan/step-words.ts";
import { planHeadline } from "../words.ts";
import { guardFunction, guardText } from "./shell/guard.ts";
import { mainFunctions } from "./main.ts";
import { hasObserved, partsOf } from "./parts.ts";
import { planAgain, type ScriptStyle } from "./plan-again.ts";
import { kubectlFunctions } from "./shell/run-kubectl.ts";
import { comment, printed, shellFunction } from "./shell/shell.ts";
import { movesOf, stateFunctions } from "./states.ts";
import { partFunctions, runStep } from "./steps.ts";
import { argumentLines, OWN_USAGE, ownName, USAGE, WIDTH } from "./usage.ts";
import { waitFunctions } from "./waiting.ts";
import { scriptWarnings } from "./warnings.ts";

/**
 * Renders a plan as a script with arguments: `sh rollout.sh apply|undo [STEP]`. It runs only on the cluster of the plan, changes only
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
  yield `${comment(guardText(plan))}\n#\n`;
  for (const line of [...USAGE, ...argumentLines(parts)]) yield `${comment(line)}\n`;
  const sentences = scriptWarnings(plan);
  if (sentences.length > 0) yield "#\n";
  for (const sentence of sentences) yield `${comment(`Note: ${sentence}`)}\n`;
  const hasWaiting = steps.some(hasObserved);
  const unsafe = parts.filter(({ step }) => !step.safe).map(({ key }) => ` ${key} `);
  yield `\nset -euf\nnl='\n'\ndry_run='' failed='' moved=$nl ahead=0 did='' only='' by_hand='' changed_names=''${hasWaiting ? " is_early='' no_wait=''" : ""} unsafe='${unsafe.join("")}'\n`;
  const again = planAgain(plan, style, ["-o", "commands"]);
  yield ownName(again.text);
  yield `\n${shellFunction("overview", [
    printed(overview(plan, sentences), "  "),
    `printf '%s\\n' ${OWN_USAGE}`,
    // The usage of a script from a pipe has the command that makes it.
    ...(again.isWhole ? [] : [`[ -n "$file" ] || printf '%s\\n' 'FILE is the dump of the plan.'`]),
    printed(argumentLines(parts), "  "),
  ])}`;
  yield kubectlFunctions(kubectl);
  yield guardFunction(plan);
  yield stateFunctions(kubectl);
  if (hasWaiting) yield waitFunctions(kubectl);
  for (const part of parts) yield* partFunctions(part, moves);
  yield runStep(parts);
  yield mainFunctions(plan, parts, style);
  yield END;
}

/** The output of the script without arguments, above the usage. */
function overview(plan: RolloutPlan, sentences: readonly string[]): readonly string[] {
  return [
    ...wrap(planHeadline(plan), WIDTH),
    ...wrap(guardText(plan), WIDTH),
    "",
    ...plan.steps.flatMap((step) => wrap(stepHeadline(step), WIDTH - 2).map((line) => `  ${line}`)),
    "",
    ...sentences.flatMap((sentence) => wrapMessage(`Note: ${escapeWhole(sentence)}`, WIDTH)),
    ...(sentences.length > 0 ? [""] : []),
  ];
}

/** Standard input may be the script itself. Only a terminal is left to kubectl, for credential plugins that ask. */
const END = `
# kubectl must not read the script from a pipe. A terminal stays, for credential plugins that ask.
if [ -t 0 ]; then main "$@"; else main "$@" </dev/null; fi
exit
}
`;
