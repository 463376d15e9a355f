import type { ExportedPolicies } from "../../../export/export.ts";

/** The kinds of policies that `export` writes. */
export type ExportFormat = "vap" | "kyverno";

export const EXPORT_FORMATS: readonly ExportFormat[] = ["vap", "kyverno"];

/** The facts for the head of the output. */
export interface ExportHead {
  /** The name and version of this program. */
  readonly program: string;
  /** The command line that repeats the output. */
  readonly command: string;
  /** The Go library that the checks follow. */
  readonly library: string;
}

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
