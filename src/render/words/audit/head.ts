import { count } from "../../../api/words/plural.ts";
import type { Report, ReportSource } from "../../../report/report.ts";
import { escapeText } from "../escape.ts";
import { nothingReadLine } from "../rights/nothing-read.ts";

/** The first line of an audit: `context prod-eu1, evaluated as Kubernetes v1.36: 48 namespaces, 164 workloads, 228 pods`, or that nothing could be read. */
export function auditHead(report: Report): string {
  const { source, serverVersion, summary } = report;
  const nothingRead = nothingReadLine(report);
  if (nothingRead !== "") return nothingRead;
  const place = source.type === "files" ? count(source.files, "file") : placeOf(source);
  return `${place}, evaluated as Kubernetes ${serverVersion}: ${auditCounts(summary)}`;
}

/** `context prod-eu1`; the address of the server without a context, as in a pod. */
function placeOf({ context, server }: Extract<ReportSource, { readonly type: "cluster" }>): string {
  return context === null ? escapeText(server) : `context ${escapeText(context)}`;
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
