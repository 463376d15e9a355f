import type { NamespaceReport, PolicyPart } from "../../report/report.ts";
import type { Colour, Paint } from "../terminal/paint.ts";
import { count } from "../../api/words/plural.ts";
import { levelOf } from "../../report/violations.ts";

/** `baseline:latest (label)` */
export function partText(part: PolicyPart): string {
  return `${levelOf(part)} (${part.from})`;
}

/** `baseline`, `baseline:v1.30`: as in labels, the version only if it is not latest. */
export function labelText({ level, version }: Pick<PolicyPart, "level" | "version">): string {
  return version === "latest" ? level : levelOf({ level, version });
}

/** `2 of 3 workloads violate`, and the number of those with accepted violations, if there are any. */
export function violatingText(violating: number, workloads: number, accepted = 0): string {
  if (workloads === 0) return "no workloads";
  const verb = violating === 1 ? "violates" : "violate";
  const others = accepted === 0 ? "" : `; ${accepted} with accepted violations`;
  return violating === 0
    ? `no violations in ${count(workloads, "workload")}${others}`
    : `${violating} of ${count(workloads, "workload")} ${verb}${others}`;
}

/** The level that a namespace is ready for: `-` if nothing runs in it, and `exempt` if nothing is judged. */
export function readyForOf({ strictest, exempt, workloads }: NamespaceReport): string {
  if (exempt) return "exempt";
  return workloads.length === 0 ? "-" : strictest;
}

/** The colour of a level, by its protection. Words for no level are faint. */
export function levelColour(level: string, paint: Paint): Colour {
  if (level === "restricted") return paint.good;
  if (level === "privileged") return paint.bad;
  return level === "baseline" ? paint.caution : paint.faint;
}
