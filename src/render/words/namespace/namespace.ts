import type { NamespaceReport, PolicyPart, ReadyForReason } from "../../../report/report.ts";
import type { Colour, Paint } from "../../terminal/paint.ts";
import { MODES, type Mode } from "../../../api/mode.ts";
import { count } from "../../../api/words/plural.ts";
import { levelOf } from "../../../report/violations.ts";

/** `baseline:latest (label)`, or `not set` if neither a label nor a configuration sets it. */
export function partText(part: PolicyPart): string {
  return isSet(part) ? `${levelOf(part)} (${part.from})` : NOT_SET;
}

/** `baseline:latest`, or `not set` if neither a label nor a configuration sets it. */
export function partLevelText(part: PolicyPart): string {
  return isSet(part) ? levelOf(part) : NOT_SET;
}

/** `baseline`, `baseline:v1.30`: as in labels, the version only if it is not latest. */
export function labelText({ level, version }: Pick<PolicyPart, "level" | "version">): string {
  return version === "latest" ? level : levelOf({ level, version });
}

/** A part of a policy: `baseline`, `baseline:v1.30`, or `not set` if neither a label nor a configuration sets it. */
export function policyPartText(part: PolicyPart): string {
  return isSet(part) ? labelText(part) : NOT_SET;
}

const NOT_SET = "not set";

/** Whether a label or a configuration sets a part of a policy, or lint assumes it. Kubernetes' own default is privileged, and lint never assumes that. */
function isSet({ from, level }: PolicyPart): boolean {
  return from !== "builtin" || level !== "privileged";
}

/** Texts for a namespace that is ready for no known level. */
const NOT_READY: Readonly<Record<ReadyForReason, string>> = { empty: "-", exempt: "exempt", unknown: "unknown" };

/** The level that a namespace is ready for: `baseline`; `-` if nothing in it makes pods, `exempt`, or `unknown`. */
export function readyText({ readyFor, readyForReason }: Pick<NamespaceReport, "readyFor" | "readyForReason">): string {
  return readyFor ?? NOT_READY[readyForReason ?? "unknown"];
}

/**
 * A text of readyText for people: `privileged only`, since such a namespace meets neither baseline nor restricted. The table of an audit has no room
 * for it, and explains the level below.
 */
export function shownReady(ready: string): string {
  return ready === "privileged" ? "privileged only" : ready;
}

/** The text of each mode of a policy; `unknown` if the labels could not be read. */
export function modeTexts(
  policy: NamespaceReport["policy"],
  textOf: (part: PolicyPart) => string,
): readonly (readonly [Mode, string])[] {
  return MODES.map((mode) => [mode, policy === null ? "unknown" : textOf(policy[mode])] as const);
}

/** `2 of 3 workloads violate`, and the number of those with accepted violations, if there are any. */
export function violatingText(violating: number, workloads: number, accepted = 0): string {
  if (workloads === 0) return "no workloads";
  const verb = violating === 1 ? "violates" : "violate";
  const others = accepted === 0 ? "" : `; ${count(accepted, "workload")} with accepted violations`;
  return violating === 0
    ? `no violations in ${count(workloads, "workload")}${others}`
    : `${violating} of ${count(workloads, "workload")} ${verb}${others}`;
}

/** The colour of a level by its protection; faint for a text of readyText that is no level. */
export function levelColour(level: string, paint: Paint): Colour {
  if (level === "restricted") return paint.good;
  if (level === "baseline") return paint.caution;
  return level === "privileged" ? paint.bad : paint.faint;
}
