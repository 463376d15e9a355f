import type { PolicyPart } from "../../report/report.ts";
import type { Colour, Paint } from "../terminal/paint.ts";
import { count } from "../../api/words/plural.ts";
import { levelOf } from "../../report/violations.ts";

/** `baseline:latest (label)` */
export function partText(part: PolicyPart): string {
  return `${levelOf(part)} (${part.from})`;
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

/** The colour of a level, by its protection. */
export function levelColour(level: string, paint: Paint): Colour {
  if (level === "restricted") return paint.good;
  return level === "baseline" ? paint.caution : paint.bad;
}
