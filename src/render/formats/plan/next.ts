import type { RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import { isNothingSelected, nothingSelectedStep } from "../../words/nothing-selected.ts";
import { pssStep, type NextStep } from "../../words/next-step.ts";

/** The command to run after a plan: its first step that has something to do, or else an audit of the first namespace with something to fix. */
export function planNext(plan: RolloutPlan): NextStep | undefined {
  const { steps, kept } = plan;
  if (isNothingSelected(plan.namespaces.length, plan)) return nothingSelectedStep(plan);
  const step = steps.find(({ safe, commands }) => safe && commands.length > 0);
  if (step !== undefined) {
    return pssStep(["plan", "--step", String(step.number)], "prints the script of this step: review it, then add | sh");
  }
  const blocked = [
    ...steps.flatMap(({ namespaces }) => namespaces).filter(({ blockedBy }) => blockedBy.length > 0),
    ...kept.filter(({ needs }) => needs.length > 0),
  ];
  const [first] = blocked;
  return first === undefined
    ? undefined
    : pssStep(["audit", "-n", first.name], "the workloads and fields to fix there");
}
