/** The words about the steps of a plan: when each namespace may get its labels. */
import { count } from "../../../api/words/plural.ts";
import { isObservedEnough } from "../../../report/plan/caution.ts";
import type { PlannedNamespace, PlanStep, StepGroup } from "../../../report/plan/rollout-plan.ts";
import { escapeText } from "../escape.ts";

/**
 * The number and the title of a step, and how many namespaces it changes when: `Step 3, Enforce what is ready: 24 namespaces now, 1 more whose days of observation
 * are over, 2 more after 7 days of observation`.
 */
export function stepHeadline(step: PlanStep): string {
  const { number, title, namespaces, safe } = step;
  const start = `Step ${number}, ${title}`;
  const all = namespaces.length;
  if (all === 0) return `${start}: nothing to do`;
  if (!safe) return `${start}: ${count(all, "namespace")}, not yet safe`;
  const { over, waiting } = observedIn(step);
  if (over.length + waiting.length === 0) return `${start}: ${count(all, "namespace")}`;
  const parts = (
    [
      [all - over.length - waiting.length, "now"],
      [over.length, `whose ${sameDays(over, "")}days of observation are over`],
      [waiting.length, `after ${sameDays(waiting, "days of ")}observation`],
    ] as const
  ).filter(([some]) => some > 0);
  const texts = parts.map(
    ([some, when], index) => `${index === 0 ? count(some, "namespace") : `${some} more`} ${when}`,
  );
  return `${start}: ${texts.join(", ")}`;
}

/** The namespaces of a step to observe before it: those whose days are over, and those that still wait. */
function observedIn(step: PlanStep): Readonly<Record<"over" | "waiting", readonly PlannedNamespace[]>> {
  const { groups } = step;
  const observed = groups
    .filter(({ observeDays }) => observeDays !== null)
    .flatMap((group) => namespacesOf(step, group));
  return {
    over: observed.filter(isObservedEnough),
    waiting: observed.filter((namespace) => !isObservedEnough(namespace)),
  };
}

/** The days to observe namespaces, if they are the same everywhere: `7 `, or with a unit `7 days of `; otherwise empty. */
function sameDays(namespaces: readonly PlannedNamespace[], unit: string): string {
  const [days, ...others] = new Set(namespaces.map(({ observeDays }) => observeDays));
  return others.length > 0 ? "" : `${days} ${unit}`;
}

/** The namespaces of a group of a step. */
export function namespacesOf({ namespaces }: PlanStep, group: StepGroup): readonly PlannedNamespace[] {
  const names = new Set(group.namespaces);
  return namespaces.filter(({ name }) => names.has(name));
}

/** The conditions of a group of a step, and the tool that may undo its commands: `After 7 days of observation`; empty if there are none. */
export function conditionsText(step: PlanStep, group: StepGroup): string {
  const { observeDays } = group;
  const tool = toolText(group);
  if (isOver(step, group)) {
    const observed = `The ${observeDays} days of observation are over. Run the commands if the audit log has no violation there.`;
    return tool === "" ? observed : `${observed} ${tool}.`;
  }
  return [...(observeDays === null ? [] : [`After ${observeDays} days of observation`]), tool]
    .filter((text) => text !== "")
    .join("; ");
}

/** The conditions of a group as the beginning of a sentence that its commands end: `After 7 days of observation:`; empty if there are none. */
export function conditionsTitle(step: PlanStep, group: StepGroup): string {
  if (!isOver(step, group)) {
    const conditions = conditionsText(step, group);
    return conditions === "" ? "" : `${conditions}:`;
  }
  const tool = toolText(group);
  return `The ${group.observeDays} days of observation are over. If the audit log has no violation there, run${tool === "" ? "" : ` (${tool})`}:`;
}

/** Whether the days of observation of a group are over. */
function isOver(step: PlanStep, group: StepGroup): boolean {
  return group.observeDays !== null && namespacesOf(step, group).every(isObservedEnough);
}

function toolText({ tool }: StepGroup): string {
  return tool === null ? "" : `${escapeText(tool)} manages these labels, too, and may reset them`;
}
