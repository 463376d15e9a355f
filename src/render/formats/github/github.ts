import type { Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { annotationLines, type AnnotationHost } from "../../words/annotations/annotation-lines.ts";
import { workflowCommand } from "./command.ts";

/** GitHub shows 10 of each severity (_maxCountPerIssueType of ExecutionContext.cs, actions/runner 2.336.0). */
const GITHUB: AnnotationHost = {
  name: "GitHub",
  format: "github",
  shown: { error: 10, warning: 10, notice: 10 },
  severityOf: ({ severity }) => severity,
  command: workflowCommand,
};

/** Renders workflow commands for a step of GitHub Actions: an annotation at the place of each violation. */
export function renderGithub(report: Report, style: PaintedStyle): Generator<string, undefined> {
  return annotationLines(report, style, GITHUB);
}
