import { isNothingRead } from "../../../report/gaps/forbidden.ts";
import type { BlockedLevel, Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { explainedStep, pssStep, type NextStep } from "../../words/next-step.ts";
import { isNothingSelected, nothingSelectedStep } from "../../words/nothing-selected.ts";

/** The names in a command that is still easy to read. */
const MAX_NAMES = 8;
const PLAN = pssStep(["plan"], "step-by-step label commands");

/**
 * The command to run after an audit. After the overview of a cluster it is the details of what is rejected now, otherwise the plan; after the details of some namespaces it is a pipe to the lines to set for what is
 * rejected now, or for what blocks the next level. A plan of these namespaces would only lead back to their details. None if nothing could be read, and
 * for a dump without a selected namespace.
 */
export function auditNext(report: Report, { details }: PaintedStyle): NextStep | undefined {
  if (isNothingRead(report)) return undefined;
  if (isNothingSelected(report.summary.namespaces, report)) return nothingSelectedStep(report);
  if (!details) return rejectedStep(report) ?? PLAN;
  const consequence = consequenceOf(report);
  if (consequence === undefined) return PLAN;
  return explainedStep(["audit", "--messages"], `the lines to set for what ${consequence}`);
}

/** Workloads that cannot start a pod come before any label; undefined if there are none. */
function rejectedStep({ namespaces }: Report): NextStep | undefined {
  const rejected = namespaces
    .filter(({ rejectedNow }) => rejectedNow > 0)
    .toSorted((a, b) => b.rejectedNow - a.rejectedNow);
  if (rejected.length === 0) return undefined;
  const names = rejected.slice(0, MAX_NAMES).map(({ name }) => name);
  const some = rejected.length > MAX_NAMES ? `${MAX_NAMES} of ${rejected.length} namespaces: ` : "";
  return pssStep(["audit", "-n", names.join(",")], `${some}why they are rejected, and what to fix; then plan`);
}

/** The consequence of the violations in these namespaces, the worst first; undefined if there are none. */
function consequenceOf({ namespaces }: Report): string | undefined {
  const isRejected = namespaces.some(({ workloads }) =>
    workloads.some(({ violations }) => violations.some(({ modes }) => modes.includes("enforce"))),
  );
  if (isRejected) return "is rejected now";
  const levels: readonly BlockedLevel[] = ["baseline", "restricted"];
  const level = levels.find((one) => namespaces.some(({ blocks }) => blocks[one].checks.length > 0));
  return level && `blocks ${level}`;
}
