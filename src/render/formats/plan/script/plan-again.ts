import { shellWord } from "../../../../api/words/shell-word.ts";
import type { HowLine, RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import type { PaintedStyle } from "../../../terminal/style.ts";

/** The part of a style that the commands of a script need. */
export type ScriptStyle = Pick<PaintedStyle, "suggestions" | "pss">;

/**
 * The command that makes a plan like this one, with the flags of this run.
 *
 * @param flags further flags
 */
export function planAgain(
  { kubectl }: Pick<RolloutPlan, "kubectl">,
  { suggestions, pss }: ScriptStyle,
  flags: readonly string[] = [],
): string {
  const words = ["plan", ...flags];
  const byRun = suggestions?.pss(words).text ?? pss?.(words);
  return byRun ?? ["kubectl", "pss", ...words, ...kubectl.slice(1)].map(shellWord).join(" ");
}

/** A plan whose instructions have the commands of further plans. */
export function withPlanAgain<Plan extends Pick<RolloutPlan, "kubectl" | "steps">>(
  plan: Plan,
  style: ScriptStyle,
): Plan {
  const complete = ({ text, command, again }: HowLine): HowLine => ({
    text,
    command: again === undefined ? command : planAgain(plan, style, again),
  });
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, how: step.how.map(complete) })) };
}

/** A file for a script, which is not one of an earlier plan. */
export function newScript({ suggestions }: ScriptStyle): string {
  return suggestions?.newScript?.() ?? "rollout.sh";
}
