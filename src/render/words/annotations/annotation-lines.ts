import type { Report } from "../../../report/report.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeStart } from "../escape.ts";
import { plainStyle } from "../../terminal/plain-style.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { summaryLines } from "../summary/summary.ts";
import { annotationsOf } from "./annotations.ts";
import { SEVERITIES, type Annotation } from "./annotation.ts";

/** A CI system that shows annotations. */
export interface AnnotationHost {
  /** Its name, in a sentence: `GitHub`. */
  readonly name: string;
  /** The format's name, as `-o` takes it. */
  readonly format: string;
  /** The number of annotations of each severity that it shows for a step. */
  readonly shown: Readonly<Record<Annotation["severity"], number>>;
  /** The severity that it shows an annotation with. */
  severityOf(annotation: Annotation): Annotation["severity"];
  /** Writes an annotation as a command in the output of a step, with a line feed. */
  command(annotation: Annotation): string;
}

/**
 * The output of a step: commands for the annotations, then the summary for the log. Each severity has at most as many annotations as the host
 * shows, the most important first, and the last one counts the rest.
 */
export function* annotationLines(
  report: Report,
  style: PaintedStyle,
  host: AnnotationHost,
): Generator<string, undefined> {
  const kept: Record<Annotation["severity"], Annotation[]> = { error: [], warning: [], notice: [] };
  const total = { error: 0, warning: 0, notice: 0 };
  for (const annotation of annotationsOf(report, style.checks)) {
    const severity = host.severityOf(annotation);
    if (total[severity]++ < host.shown[severity]) kept[severity].push({ ...annotation, severity });
  }
  for (const severity of SEVERITIES) {
    const most = host.shown[severity];
    const shown = total[severity] > most ? kept[severity].slice(0, most - 1) : kept[severity];
    for (const annotation of shown) yield host.command(annotation);
    const rest = total[severity] - shown.length;
    if (rest > 0) yield host.command(restOf(rest, severity, host));
  }
  for (const line of summaryLines(report, "", plainStyle(style))) yield logLine(line);
}

/** A line for people. The runner copies it into its log, and finds no command in it. */
export function logLine(line: string): string {
  return `${escapeStart(line)}\n`;
}

function restOf(rest: number, severity: Annotation["severity"], { name, format, shown }: AnnotationHost): Annotation {
  const message =
    `${count(rest, `more ${severity}`)}: ${name} shows ${shown[severity]} of a step. ` +
    `All are in the table that kubectl pss prints without -o ${format}, and in -o json.`;
  return { severity, code: "more", title: "", message, place: null };
}
