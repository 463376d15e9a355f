import { isUnrendered } from "../../../report/notes/unrendered.ts";
import type { Report } from "../../../report/report.ts";
import { count } from "../../../api/words/plural.ts";
import { openViolations } from "../../../report/violations.ts";
import { acceptStep, explainedStep, nextLines, pssStep, type NextStep } from "../../words/next-step.ts";
import { workloadsOf } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

const RENDER_STEP = pssStep(["lint", "--render"], "judges the output of the charts and kustomizations, too");

/**
 * The command to run after a lint: the same with `--render`, if charts or kustomizations were not judged; otherwise the explanation of the printed
 * messages; the edits that remove violations; or the explanation of the most frequent check, of those that fail the run if there are any.
 */
function lintNext(report: Report, { messages }: Pick<PaintedStyle, "messages">): NextStep | undefined {
  if (report.unreadable.some(({ isUnrendered }) => isUnrendered === true)) return RENDER_STEP;
  const open = workloadsOf(report).flatMap((workload) => openViolations(workload));
  const failing = open.filter(({ fails }) => fails);
  const counts = new Map<string, number>();
  for (const { check } of failing.length > 0 ? failing : open) counts.set(check, (counts.get(check) ?? 0) + 1);
  const [most] = [...counts].sort(([, a], [, b]) => b - a);
  if (most === undefined) return report.notes.some(({ code }) => isUnrendered(code)) ? RENDER_STEP : undefined;
  if (messages === true) return explainedStep(["lint", "--messages"], "the lines to set for these messages");
  const fixed = fixStep(report);
  if (fixed !== undefined) return fixed;
  return pssStep(
    ["explain", most[0]],
    failing.length > 0 ? "how to fix the most frequent error" : "how to fix the most frequent violation",
  );
}

/**
 * The command that prints the edits; undefined if they were not tried, or remove nothing. It names no total: a row of the table may be about two violations of the
 * same fields, so the numbers would differ.
 */
function fixStep({ fixable }: Report): NextStep | undefined {
  if (fixable === undefined || fixable.removed === 0) return undefined;
  const { removed, limit } = fixable;
  const effect =
    removed === null
      ? `prints edits; how many violations they would remove is counted for up to ${limit} workloads`
      : `would remove ${count(removed, "violation")}: prints the edits`;
  return pssStep(["fix"], effect);
}

/** The last line of a lint on a terminal. */
export function lintNextLines(report: Report, style: PaintedStyle): readonly string[] {
  return nextLines(() => acceptStep("lint", report, style) ?? lintNext(report, style), style);
}
