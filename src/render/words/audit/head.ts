import { count } from "../../../api/words/plural.ts";
import type { Report } from "../../../report/report.ts";
import { escapeText } from "../escape.ts";
import { nothingReadLine } from "../rights/nothing-read.ts";

/** The first line of an audit: `prod-eu1, evaluated as Kubernetes v1.36: 48 namespaces, 164 workloads, 228 pods`, or that nothing could be read. */
export function auditHead(report: Report): string {
  const { source, serverVersion, summary } = report;
  const nothingRead = nothingReadLine(report);
  if (nothingRead !== "") return nothingRead;
  const place = source.type === "files" ? count(source.files, "file") : escapeText(source.context ?? source.server);
  return `${place}, evaluated as Kubernetes ${serverVersion}: ${auditCounts(summary)}`;
}

/** `48 namespaces, 164 workloads, 228 pods` */
export function auditCounts(summary: Report["summary"]): string {
  const counts = [
    count(summary.namespaces, "namespace"),
    count(summary.workloads, "workload"),
    count(summary.pods, "pod"),
  ];
  return counts.join(", ");
}
