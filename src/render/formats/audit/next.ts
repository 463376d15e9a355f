import { isNothingRead } from "../../../report/gaps/forbidden.ts";
import type { BlockedLevel, NamespaceReport, Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { MESSAGES_STEP, pssStep, type NextStep } from "../../words/next-step.ts";
import { isNothingSelected, nothingSelectedStep } from "../../words/nothing-selected.ts";

const PLAN = pssStep(["plan"], "step-by-step label commands");

/**
 * The command to run after an audit. After the overview of a cluster it is the plan; after the details of some namespaces it is how to fix what is
 * rejected now, or what blocks the next level. A plan of these namespaces would only lead back to their details. None if nothing could be read, and
 * for a dump without a selected namespace.
 */
export function auditNext(report: Report, { details, messages }: PaintedStyle): NextStep | undefined {
  if (isNothingRead(report)) return undefined;
  if (isNothingSelected(report.summary.namespaces, report)) return nothingSelectedStep(report);
  if (!details) return PLAN;
  const fix = rejectedCheck(report) ?? blockingCheck(report.namespaces);
  if (fix === undefined) return PLAN;
  return messages === true ? MESSAGES_STEP : pssStep(["explain", fix.check], `how to fix what ${fix.what}`);
}

/** A check to fix, and the consequence of its violations. */
interface Fix {
  readonly check: string;
  readonly what: string;
}

function rejectedCheck({ namespaces }: Report): Fix | undefined {
  const [first] = namespaces.flatMap(({ workloads }) =>
    workloads.flatMap(({ violations }) => violations.filter(({ modes }) => modes.includes("enforce"))),
  );
  return first === undefined ? undefined : { check: first.check, what: "is rejected now" };
}

/** The check that blocks the next level in most workloads: baseline, and once no workload blocks that, restricted. */
function blockingCheck(namespaces: readonly NamespaceReport[]): Fix | undefined {
  const levels: readonly BlockedLevel[] = ["baseline", "restricted"];
  for (const level of levels) {
    const numbers = new Map<string, number>();
    for (const { blocks } of namespaces) {
      for (const { check, workloads } of blocks[level].checks) {
        numbers.set(check, (numbers.get(check) ?? 0) + workloads);
      }
    }
    // The sort is stable, so of equally frequent checks the first one stays.
    const [most] = [...numbers].toSorted(([, a], [, b]) => b - a);
    if (most !== undefined) return { check: most[0], what: `blocks ${level}` };
  }
  return undefined;
}
