import type { ExportedPolicies } from "../../../export/export.ts";
import type { ExportFormat, ExportHead } from "./export-head.ts";

export type { ExportFormat } from "./export-head.ts";

export const EXPORT_FORMATS: readonly ExportFormat[] = ["vap", "kyverno"];

/** Renders policies as YAML documents. The same options give the same bytes. */
export async function renderExport(
  exported: ExportedPolicies,
  format: ExportFormat,
  head: ExportHead,
): Promise<string[]> {
  const { policyDocuments } = format === "vap" ? await import("./admission-policies.ts") : await import("./kyverno.ts");
  const { headComment } = await import("./head-comment.ts");
  return [headComment(exported, format, head), ...policyDocuments(exported)];
}
