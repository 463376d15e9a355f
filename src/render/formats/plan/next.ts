import type { PlanStep, RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import { daysText, isObserved, OBSERVED, overText } from "./script/parts.ts";
import { isNothingSelected, nothingSelectedStep } from "../../words/nothing-selected.ts";
import { pssStep, type NextStep } from "../../words/next-step.ts";
import { isGuarded } from "./words.ts";

/**
 * The command to run after a plan: the script of its steps, or else an audit of the first namespace with something to fix. The script has a guard,
 * and the commands of `--step` have none.
 *
 * @param file a new file for the script: the one of an earlier plan must stay, because it undoes its steps
 */
export function planNext(plan: RolloutPlan, file = "rollout.sh"): NextStep | undefined {
  const { steps, kept } = plan;
  if (isNothingSelected(plan.namespaces.length, plan)) return nothingSelectedStep(plan);
  const todo = steps.filter(({ safe, commands }) => safe && commands.length > 0);
  const [first] = todo;
  if (first !== undefined) {
    const isWaiting = todo.every(({ groups }) => groups.every((one) => one.commands.length === 0 || isObserved(one)));
    return isWaiting
      ? scriptStep(file, `${whenText(first)}, sh ${file} apply ${OBSERVED} raises enforce there`)
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

/** When a step whose namespaces all wait may run: `after 7 days of observation`; after the days, what must be true. */
function whenText(step: PlanStep): string {
  const over = overText(step);
  if (over === undefined) return `after ${daysText(step)} of observation`;
  return `${over.replace(/^T/u, "t")}; if the audit log has no violation there`;
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
