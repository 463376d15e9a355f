import { count } from "../../../api/words/plural.ts";
import type { Report } from "../../../report/report.ts";
import { madeText } from "../made.ts";
import { code } from "./markdown.ts";

/**
 * The cluster or the files of a report or a plan, the version that `latest` means, the version of this program, and the time, as a paragraph of Markdown:
 * "Context `prod`, `https://10.0.0.1`; evaluated as Kubernetes v1.37. Made by kubectl pss v0.1.0 on 2026-11-30 at 12:00 UTC."
 */
export function originLine(report: Pick<Report, "source" | "serverVersion" | "generatedAt">): string {
  const { source, serverVersion } = report;
  return `${sourceText(source)}; evaluated as Kubernetes ${serverVersion}. ${madeText(report)}.\n\n`;
}

function sourceText(source: Report["source"]): string {
  if (source.type === "files") return count(source.files, "file");
  return source.context === null
    ? `Cluster ${code(source.server)}`
    : `Context ${code(source.context)}, ${code(source.server)}`;
}
