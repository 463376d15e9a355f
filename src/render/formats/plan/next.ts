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
    const file = fileOf(plan);
    return isWaiting
      ? scriptStep(file, `after ${daysText(first)} of observation: sh ${file} apply ${OBSERVED} runs the rest`)
      : scriptStep(file, `${isGuarded(plan) ? "for this cluster only; " : ""}sh ${file} shows what it would do`);
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

/** A plan without a first step often follows another one, whose script must stay, because it undoes its steps. */
function fileOf({ steps }: RolloutPlan): string {
  const isFirst = steps.some(({ number, namespaces }) => number === 1 && namespaces.length > 0);
  return isFirst ? "rollout.sh" : "rollout-2.sh";
}

function scriptStep(file: string, effect: string): NextStep {
  const { command } = pssStep(["plan", "-o", "commands"], effect);
  return {
    command: (suggestions) => {
      const { text, isWhole } = command(suggestions);
      return { text: `${text} > ${file}`, isWhole };
    },
    effect,
  };
}
