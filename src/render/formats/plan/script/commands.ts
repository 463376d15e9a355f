import type { PlanStep, RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { stepHeadline } from "../../../words/plan/step-words.ts";
import { finishedPodsText, isGuarded, planHeadline } from "../words.ts";
import { comment, printed } from "./shell/shell.ts";
import { isObserved } from "./parts.ts";
import { fileText, newScript, planAgain, type ScriptStyle } from "./plan-again.ts";
import { groupLines } from "./steps.ts";
import { renderRolloutScript } from "./script.ts";
import { warnings } from "./warnings.ts";

/** Renders a plan for a POSIX shell: the steps as one script with arguments, or one step as commands that can be pasted. */
export function* renderPlanCommands(plan: RolloutPlan, style: ScriptStyle = {}): Generator<string, undefined> {
  yield "#!/bin/sh\n";
  if (plan.noPlan !== null) yield* noScript(plan);
  else if (plan.steps.length > 1) yield* renderRolloutScript(plan, style);
  else yield* stepCommands(plan, style);
}

/** A shell that runs nothing would end with success. */
function* noScript(plan: RolloutPlan): Generator<string, undefined> {
  const headline = planHeadline(plan);
  yield `${comment(headline)}\n${printed([headline])} >&2\nexit 2\n`;
}

/**
 * The commands of a step, which stop at the first error. Comments have the commands that are not yet safe, those that need an observation first, and those that undo the step.
 * They check nothing before they run, so they can be pasted, and say so.
 */
function* stepCommands(plan: RolloutPlan, style: ScriptStyle): Generator<string, undefined> {
  yield `${comment(planHeadline(plan))}\n`;
  const script = isGuarded(plan)
    ? "A script that runs only on this cluster"
    : "A script that compares the labels first";
  const again = planAgain(plan, style, ["-o", "commands"]);
  yield `# No guard: these commands label any cluster that kubectl talks to. ${script}${fileText(again)}:\n`;
  yield `${comment(`  ${again.text} > ${newScript(style)}`)}\n`;
  yield "set -eu\n";
  for (const sentence of warnings(plan)) yield `${comment(sentence)}\n`;
  for (const step of plan.steps) {
    yield `\n${comment(stepHeadline(step))}\n`;
    if (step.commands.length === 0) continue;
    const finished = finishedPodsText(step);
    if (finished !== undefined) yield `${comment(finished)}\n`;
    if (step.number > 1) yield "# Run the steps before it first.\n";
    for (const group of step.groups) {
      const isRun = step.safe && !isObserved(group);
      for (const line of groupLines(step, [group])) {
        yield isRun || line.startsWith("#") ? `${line}\n` : `${comment(line)}\n`;
      }
    }
    if (step.safe) yield* undoLines(step);
  }
}

function* undoLines({ undo }: PlanStep): Generator<string, undefined> {
  if (undo.length > 0) yield "\n# To undo this step:\n";
  for (const command of undo) yield `${comment(command)}\n`;
}
