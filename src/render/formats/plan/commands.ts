import { isNothingRead } from "../../../report/forbidden.ts";
import type { PlanStep, RolloutPlan } from "../../../report/rollout-plan.ts";
import { escapeWhole } from "../../words/escape.ts";
import { caveats, finishedPodsText, ownedNamespaces, planHeadline, stepHeadline } from "./words.ts";

/**
 * Renders a plan as a script for a POSIX shell, which stops at the first error: the commands of the safe steps, and as comments the
 * commands that are not yet safe and those that undo everything, the last step first.
 */
export function* renderPlanCommands(plan: RolloutPlan): Generator<string, undefined> {
  yield `#!/bin/sh\n# ${planHeadline(plan)}\n`;
  if (isNothingRead(plan)) return;
  yield "set -eu\n";
  for (const [advice, names] of ownedNamespaces(plan)) {
    yield `# ${escapeWhole(`kubectl label will be undone in ${names.join(", ")}: ${advice}`)}\n`;
  }
  for (const sentence of caveats(plan)) yield `# ${escapeWhole(sentence)}\n`;
  for (const step of plan.steps) {
    yield `\n# ${stepHeadline(step)}\n`;
    if (step.commands.length === 0) continue;
    const finished = finishedPodsText(step);
    if (finished !== undefined) yield `# ${finished}\n`;
    if (step.number > 1) yield "# Run the steps before it first.\n";
    for (const command of step.commands) yield step.safe ? `${command}\n` : `# ${escapeWhole(command)}\n`;
  }
  const undone = plan.steps.filter(({ safe, undo }) => safe && undo.length > 0).toReversed();
  if (undone.length === 0) return;
  yield "\n# To undo all steps, the last one first:\n";
  for (const step of undone) yield* undoLines(step);
}

function* undoLines({ undo }: PlanStep): Generator<string, undefined> {
  for (const command of undo) yield `# ${escapeWhole(command)}\n`;
}
