import type { Report } from "../../../report/report.ts";
import { annotationsOf } from "./annotations.ts";
import { logLine, SEVERITIES, workflowCommand, type Annotation } from "./command.ts";
import { count } from "../../../api/words/plural.ts";
import { plainStyle } from "../../terminal/plain-style.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { summaryLines } from "../../words/summary/summary.ts";

/**
 * The number of annotations of a severity that GitHub shows for a step (_maxCountPerIssueType of ExecutionContext.cs, actions/runner
 * 2.336.0).
 */
const SHOWN = 10;

/**
 * Renders workflow commands for a step of GitHub Actions: an annotation at the place of each violation. Each severity has at most as many
 * as GitHub shows, the most important first, and the last one counts the rest. The summary follows, for the log.
 */
export function* renderGithub(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const kept: Record<Annotation["severity"], Annotation[]> = { error: [], warning: [], notice: [] };
  const total = { error: 0, warning: 0, notice: 0 };
  for (const annotation of annotationsOf(report, style.checks)) {
    const { severity } = annotation;
    if (total[severity]++ < SHOWN) kept[severity].push(annotation);
  }
  for (const severity of SEVERITIES) {
    const shown = total[severity] > SHOWN ? kept[severity].slice(0, SHOWN - 1) : kept[severity];
    for (const annotation of shown) yield workflowCommand(annotation);
    const rest = total[severity] - shown.length;
    if (rest > 0) yield workflowCommand({ severity, title: "", message: restText(rest, severity), place: null });
  }
  for (const line of summaryLines(report, "", plainStyle(style))) yield logLine(line);
}

function restText(rest: number, severity: Annotation["severity"]): string {
  return (
    `${count(rest, `more ${severity}`)}: GitHub shows ${SHOWN} of a step. ` +
    "All are in the table that kubectl pss prints without -o github, and in -o json."
  );
}
