import { shellWord } from "../../../../api/words/shell-word.ts";
import type { HowLine, RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import type { PaintedStyle, SuggestedCommand } from "../../../terminal/style.ts";
import { newFile } from "../../../words/next-step.ts";

/** The part of a style that the commands of a script need. */
export type ScriptStyle = Pick<PaintedStyle, "suggestions" | "pss">;

/**
 * The command that makes a plan like this one, with the flags of this run. After a plan of standard input, it has FILE in place of the input.
 *
 * @param flags further flags
 */
export function planAgain(
  { kubectl }: Pick<RolloutPlan, "kubectl">,
  { suggestions, pss }: ScriptStyle,
  flags: readonly string[] = [],
): SuggestedCommand {
  const words = ["plan", ...flags];
  return (
    suggestions?.pss(words) ??
    pss?.(words) ?? { text: ["kubectl", "pss", ...words, ...kubectl.slice(1)].map(shellWord).join(" "), isWhole: true }
  );
}

/** Explains FILE in a command that makes a further plan: ` (FILE is a new dump)`; empty if the command has no such word. */
export function fileText({ isWhole }: Pick<SuggestedCommand, "isWhole">): string {
  return isWhole ? "" : " (FILE is a new dump)";
}

/**
 * A plan whose instructions have the commands of further plans.
 *
 * @param isForPrograms whether a program reads the commands: it cannot replace FILE, so a command with it is left out
 */
export function withPlanAgain<Plan extends Pick<RolloutPlan, "kubectl" | "steps">>(
  plan: Plan,
  style: ScriptStyle,
  isForPrograms: boolean,
): Plan {
  const complete = ({ text, command, again }: HowLine): HowLine => {
    if (again === undefined) return { text, command };
    const further = planAgain(plan, style, again);
    const start = text.replace(/:$/u, "");
    if (!further.isWhole && isForPrograms) return { text: `${start}, from a new dump.`, command: null };
    return { text: `${start}${fileText(further)}:`, command: further.text };
  };
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, how: step.how.map(complete) })) };
}

/** A file for a script, which is not one of an earlier plan. */
export function newScript({ suggestions }: ScriptStyle): string {
  return newFile(suggestions, "rollout", ".sh");
}
