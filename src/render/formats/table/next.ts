import type { Report } from "../../../report/report.ts";
import { openViolations } from "../../../report/violations.ts";
import { MESSAGES_STEP, pssStep, type NextStep } from "../../words/next-step.ts";
import { workloadsOf } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

/**
 * The command to run after a lint: the explanation of its most frequent check, of those that fail the run if there are any; or of the printed
 * messages.
 */
export function lintNext(report: Report, { messages }: Pick<PaintedStyle, "messages">): NextStep | undefined {
  const open = workloadsOf(report).flatMap((workload) => openViolations(workload));
  const failing = open.filter(({ fails }) => fails);
  const counts = new Map<string, number>();
  for (const { check } of failing.length > 0 ? failing : open) counts.set(check, (counts.get(check) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return undefined;
  if (messages === true) return MESSAGES_STEP;
  return pssStep(
    ["explain", most[0]],
    failing.length > 0 ? "how to fix the most frequent error" : "how to fix the most frequent violation",
  );
}
