import type { Report } from "../report/report.ts";
import { renderDiagnosticLines } from "./words/diagnostics.ts";
import { renderJson } from "./formats/json/json.ts";
import { renderNames } from "./formats/name/name.ts";
import { paintStyle } from "./terminal/paint-style.ts";
import { withGrid } from "./terminal/with-grid.ts";
import type { PaintedStyle, Style } from "./terminal/style.ts";
import { renderTable } from "./formats/table/table.ts";

export type { Style } from "./terminal/style.ts";

/** The formats of a report. */
export type Format = "table" | "wide" | "json" | "yaml" | "name" | "markdown" | "html" | "sarif" | "junit" | "github";

/** Prints a report piece by piece, so that a large one is never in memory as a whole. */
type Renderer = (report: Report, style: PaintedStyle) => Iterable<string>;

/** The renderers. One that needs a package, or that only a cluster's report needs, is loaded late. */
const RENDERERS: Readonly<Record<Format, (kind: Report["kind"]) => Promise<Renderer>>> = {
  table: async (kind) => {
    if (kind === "AuditReport") return withGrid((await import("./formats/audit/table.ts")).renderAuditTable);
    return kind === "DryRunReport" ? (await import("./formats/dry-run/table.ts")).renderDryRunTable : renderTable;
  },
  wide: async (kind) => {
    if (kind === "AuditReport") return withGrid((await import("./formats/audit/table.ts")).renderAuditWide);
    if (kind === "DryRunReport") return (await import("./formats/dry-run/table.ts")).renderDryRunWide;
    return withGrid((await import("./formats/table/wide.ts")).renderWide);
  },
  json: async () => renderJson,
  yaml: async () => (await import("./formats/yaml/yaml.ts")).renderYaml,
  name: async () => renderNames,
  markdown: async () => (await import("./formats/markdown/markdown.ts")).renderMarkdown,
  html: async () => (await import("./formats/html/html.ts")).renderHtml,
  sarif: async () => (await import("./formats/sarif/sarif.ts")).renderSarif,
  junit: async () => (await import("./formats/junit/junit.ts")).renderJunit,
  github: async () => (await import("./formats/github/github.ts")).renderGithub,
};

/** The formats by name, the default first. */
export const FORMATS: readonly string[] = Object.keys(RENDERERS);

/** Formats of violations alone, which have no place for a change of labels. */
const OF_VIOLATIONS: ReadonlySet<string> = new Set<Format>(["sarif", "junit", "github"]);

/** The formats of a dry run. */
export const DRY_RUN_FORMATS: readonly string[] = FORMATS.filter((format) => !OF_VIOLATIONS.has(format));

/** The formats for machines: their document contains everything, so nothing is added on standard error. */
const MACHINE_FORMATS: ReadonlySet<Format> = new Set<Format>([
  "json",
  "yaml",
  "markdown",
  "html",
  "sarif",
  "junit",
  "github",
]);

/** Formats that contain commands for GitHub's runner on purpose, or lines that look like them: a style's `::details-content`. */
export const UNGUARDED: ReadonlySet<Format> = new Set<Format>(["github", "html"]);

/** Renders a report for standard output. */
export async function renderReport(report: Report, format: Format, style: Style): Promise<Iterable<string>> {
  const [render, painted] = await Promise.all([RENDERERS[format](report.kind), paintStyle(style)]);
  return render(report, painted);
}

/** Renders notes and unreadable inputs for standard error, a line each; nothing for a format whose document contains them. */
export async function renderDiagnostics(
  report: Pick<Report, "notes" | "unreadable">,
  format: Format,
  style: Style,
): Promise<Iterable<string>> {
  if (MACHINE_FORMATS.has(format)) return [];
  return renderDiagnosticLines(report, await paintStyle(style), format === "wide");
}
