import { shellWord } from "../../../../api/words/shell-word.ts";
import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import type { PaintedStyle } from "../../../terminal/style.ts";

/** The part of a style that the commands of a script need. */
export type ScriptStyle = Pick<PaintedStyle, "suggestions">;

/**
 * The command that makes a plan like this one, with the flags of this run.
 *
 * @param flags further flags
 */
export function planAgain(
  { kubectl }: RolloutPlan,
  { suggestions }: ScriptStyle,
  flags: readonly string[] = [],
): string {
  const words = ["plan", ...flags];
  return suggestions?.pss(words).text ?? ["kubectl", "pss", ...words, ...kubectl.slice(1)].map(shellWord).join(" ");
}

/** A file for a script, which is not one of an earlier plan. */
export function newScript({ suggestions }: ScriptStyle): string {
  return suggestions?.newScript?.() ?? "rollout.sh";
}
