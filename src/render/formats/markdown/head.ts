import type { Report } from "../../../report/report.ts";
import { escapeMarkdown } from "../../words/checks/check-document.ts";
import { dryRunSummaryLines } from "../../words/dry-run/summary.ts";
import { count, wrap } from "../../words/lines.ts";
import { Room } from "./room.ts";
import { codeBlock } from "../../words/documents/markdown.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countOpen, summaryLines } from "../../words/summary.ts";

/** What a block of code shows without a bar to scroll it. */
const WIDTH = 100;
const ROOM = 3000;

/** The verdict as a heading, the sentence that explains it, and the rest of what a table ends with, as it is printed there. */
export function markdownHead(report: Report, style: PaintedStyle): string {
  const isDryRun = report.kind === "DryRunReport";
  // The first line holds no name of anybody's.
  const [sentence = "", ...rest] = isDryRun
    ? dryRunSummaryLines(report, style)
    : summaryLines(withoutGone(report), "", style);
  const room = new Room(ROOM);
  const lines = rest.flatMap((line) => wrap(line, WIDTH)).filter((line) => room.take(codeBlock([line])));
  const title = isDryRun ? "Pod Security dry run" : `Pod Security: ${verdictOf(report)}`;
  return `## ${title}\n\n${escapeMarkdown(sentence)}\n\n${codeBlock(lines)}`;
}

/** A section of its own names what is gone since the baseline. */
function withoutGone(report: Report): Report {
  return report.baseline === null ? report : { ...report, baseline: { ...report.baseline, gone: [] } };
}

/** The first of what makes the exit code, and whether anything is wrong that does not. */
function verdictOf(report: Report): string {
  const { failing, unreadable, workloads } = report.summary;
  if (failing > 0) return `${count(failing, "violation")} ${failing === 1 ? "fails" : "fail"} the run`;
  if (report.notes.some(({ severity }) => severity === "error")) return "the inputs are wrong";
  if (unreadable > 0) return "incomplete, as not everything could be read";
  if (workloads === 0) return "nothing to judge";
  const others = countOpen(report);
  if (others === 0) return "passed";
  return `passed, with ${count(others, "violation")} that ${others === 1 ? "does" : "do"} not fail the run`;
}
