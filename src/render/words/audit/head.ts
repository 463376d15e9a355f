import { count } from "../../../api/words/plural.ts";
import type { Report } from "../../../report/report.ts";
import { escapeText } from "../escape.ts";

/** The first line of an audit: `prod-eu1, evaluated as Kubernetes v1.36: 48 namespaces, 164 workloads, 228 pods` */
export function auditHead({ source, serverVersion, summary }: Report): string {
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
