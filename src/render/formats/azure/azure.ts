import type { Report } from "../../../report/report.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { annotationLines, logLine, type AnnotationHost } from "../../words/annotations/annotation-lines.ts";
import type { Annotation } from "../../words/annotations/annotation.ts";
import { loggingCommand } from "./command.ts";

/**
 * Azure Pipelines shows 10 of each type (_maxIssueCount of ExecutionContext.cs, microsoft/azure-pipelines-agent). It knows errors and warnings
 * only: a violation of audit, which has a title, is a warning, and a note for information is a line of the log.
 */
const AZURE: AnnotationHost = {
  name: "Azure Pipelines",
  format: "azure",
  shown: { error: 10, warning: 10, notice: Infinity },
  severityOf: ({ severity, title }) => (severity === "notice" && title !== "" ? "warning" : severity),
  command: (annotation) => (annotation.severity === "notice" ? noteLine(annotation) : loggingCommand(annotation)),
};

/** Renders logging commands for a step of Azure Pipelines: an issue at the place of each violation. */
export function renderAzure(report: Report, style: PaintedStyle): Generator<string, undefined> {
  return annotationLines(report, style, AZURE);
}

/** `note: a.yaml:3: …` */
function noteLine({ message, place }: Annotation): string {
  return logLine(place === null ? `note: ${message}` : `note: ${place.file}:${place.line}: ${message}`);
}
