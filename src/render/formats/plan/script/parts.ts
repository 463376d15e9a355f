import { count, plural } from "../../../../api/words/plural.ts";
import { isObservedEnough } from "../../../../report/plan/caution.ts";
import type { PlanStep, StepGroup } from "../../../../report/plan/rollout-plan.ts";
import { stepHeadline } from "../../../words/plan/step-words.ts";

/** The name of the part of a step that waits for an observation, in the arguments of the script. */
export const OBSERVED = "observed";

/** The part that one argument of the script names: a step, or the namespaces of a step that must be observed first. */
export interface Part {
  /** `1`, or `observed`. */
  readonly key: string;
  readonly title: string;
  readonly step: PlanStep;
  readonly groups: readonly StepGroup[];
  readonly undo: readonly string[];
}

/** Whether the namespaces of a group must be observed before its commands run. */
export function isObserved({ observeDays, commands }: StepGroup): boolean {
  return observeDays !== null && commands.length > 0;
}

/** Whether a part of a step waits for an observation. */
export function hasObserved({ safe, groups }: PlanStep): boolean {
  return safe && groups.some(isObserved);
}

/** The parts of the steps, in the order in which they run. */
export function partsOf(steps: readonly PlanStep[]): readonly Part[] {
  return steps.flatMap((step) => {
    const key = String(step.number);
    const all = { key, title: stepHeadline(step), step, groups: step.groups, undo: step.undo };
    if (!hasObserved(step)) return [all];
    const ready = step.groups.filter((group) => !isObserved(group));
    const waiting = step.groups.filter(isObserved);
    const number = ready.reduce((sum, { namespaces }) => sum + namespaces.length, 0);
    const start = `Step ${step.number}, ${step.title}`;
    const now = `${start}: ${number === 0 ? "nothing to do before the observation" : count(number, "namespace")}`;
    const title = `${start}, after observation: ${observedNames(step)}`;
    return [
      { ...all, title: now, groups: ready, undo: ready.flatMap(({ undo }) => undo) },
      { key: OBSERVED, title, step, groups: waiting, undo: waiting.flatMap(({ undo }) => undo) },
    ];
  });
}

/** The namespaces of a step that `apply` leaves out: `3 namespaces of step 3. Observe them for up to 7 days, and then run`. The command follows. */
export function leftOutText(step: PlanStep): string {
  const pronoun = observedOf(step).length === 1 ? "it" : "them";
  const over = overText(step);
  const when =
    over === undefined
      ? `Observe ${pronoun} for ${daysText(step)}, and then run`
      : `${over}. If the audit log has no violation there, run`;
  return `${observedNames(step)} of step ${step.number}. ${when}`;
}

/** In how many namespaces the days of observation are over: `The days of observation are over in 1 of 2 namespaces`; undefined if in none. */
export function overText(step: PlanStep): string | undefined {
  const waiting = new Set(observedOf(step));
  const over = step.namespaces.filter((one) => waiting.has(one.name) && isObservedEnough(one)).length;
  if (over === 0) return undefined;
  const where = over === waiting.size ? "" : ` in ${over} of ${count(waiting.size, "namespace")}`;
  return `The days of observation are over${where}`;
}

/** The longest observation of a step: `7 days`, or `up to 31 days` if some are shorter. */
export function daysText({ groups }: PlanStep): string {
  const days = groups.filter(isObserved).flatMap(({ observeDays }) => observeDays ?? []);
  const most = days.reduce((a, b) => Math.max(a, b), 0);
  return `${days.some((one) => one < most) ? "up to " : ""}${most} ${plural(most, "day", "days")}`;
}

function observedOf({ groups }: PlanStep): readonly string[] {
  return groups.filter(isObserved).flatMap(({ namespaces }) => namespaces);
}

function observedNames(step: PlanStep): string {
  return count(observedOf(step).length, "namespace");
}
