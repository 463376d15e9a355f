import type { RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import { daysText, isObserved, OBSERVED } from "./script/parts.ts";
import { isNothingSelected, nothingSelectedStep } from "../../words/nothing-selected.ts";
import { pssStep, type NextStep } from "../../words/next-step.ts";
import { isGuarded } from "./words.ts";

/**
 * The command to run after a plan: the script of its steps, or else an audit of the first namespace with something to fix. The script has a guard,
 * and the commands of `--step` have none.
 */
export function planNext(plan: RolloutPlan): NextStep | undefined {
  const { steps, kept } = plan;
  if (isNothingSelected(plan.namespaces.length, plan)) return nothingSelectedStep(plan);
  const todo = steps.filter(({ safe, commands }) => safe && commands.length > 0);
  const [first] = todo;
  if (first !== undefined) {
    const isWaiting = todo.every(({ groups }) => groups.every((one) => one.commands.length === 0 || isObserved(one)));
    return isWaiting
      ? scriptStep(`after ${daysText(first)} of observation: sh rollout.sh apply ${OBSERVED} runs the rest`)
      : scriptStep(`${isGuarded(plan) ? "for this cluster only; " : ""}sh rollout.sh shows what it would do`);
  }
  const blocked = [
    ...steps.flatMap(({ namespaces }) => namespaces).filter(({ blockedBy }) => blockedBy.length > 0),
    ...kept.filter(({ needs }) => needs.length > 0),
  ];
  const [toFix] = blocked;
  return toFix === undefined
    ? undefined
    : pssStep(["audit", "-n", toFix.name], "the workloads and fields to fix there");
}

function scriptStep(effect: string): NextStep {
  const { command } = pssStep(["plan", "-o", "commands"], effect);
  return {
    command: (suggestions) => {
      const { text, isWhole } = command(suggestions);
      return { text: `${text} > rollout.sh`, isWhole };
    },
    effect,
  };
}
