import type { Report } from "../audit/report.ts";
import { renderDiagnosticLines } from "./diagnostics.ts";
import { renderJson } from "./json.ts";
import { renderNames } from "./name.ts";
import { NO_PAINT } from "./paint.ts";
import type { PaintedStyle, Style } from "./style.ts";
import { renderTable } from "./table.ts";

export type { Style } from "./style.ts";

/** How a report can be printed. */
export type Format = "table" | "wide" | "json" | "yaml" | "name";

/** What prints a report: piece by piece, so that a large one is never in memory as a whole. */
type Renderer = (report: Report, style: PaintedStyle) => Iterable<string>;

/** What brings a package along is loaded only when it is asked for, and so is what only a cluster is asked for. */
const RENDERERS: Readonly<Record<Format, (kind: Report["kind"]) => Promise<Renderer>>> = {
  table: async (kind) => {
    if (kind === "AuditReport") return (await import("./audit-table.ts")).renderAuditTable;
    return kind === "DryRunReport" ? (await import("./dry-run-table.ts")).renderDryRunTable : renderTable;
  },
  wide: async (kind) => {
    if (kind === "AuditReport") return (await import("./audit-table.ts")).renderAuditWide;
    if (kind === "DryRunReport") return (await import("./dry-run-table.ts")).renderDryRunWide;
    return (await import("./wide.ts")).renderWide;
  },
  json: async () => renderJson,
  yaml: async () => (await import("./yaml.ts")).renderYaml,
  name: async () => renderNames,
};

/** The formats by name, the default first. */
export const FORMATS: readonly string[] = Object.keys(RENDERERS);

/** The formats for machines, where the document alone says everything. */
const MACHINE_FORMATS: ReadonlySet<Format> = new Set<Format>(["json", "yaml"]);

/** The report, for standard output. */
export async function renderReport(report: Report, format: Format, style: Style): Promise<Iterable<string>> {
  const [render, painted] = await Promise.all([RENDERERS[format](report.kind), paint(style)]);
  return render(report, painted);
}

/** Notes and what could not be read, a line each, for standard error; nothing for a format whose document holds them. */
export async function renderDiagnostics(report: Report, format: Format, style: Style): Promise<Iterable<string>> {
  if (MACHINE_FORMATS.has(format)) return [];
  return renderDiagnosticLines(report, await paint(style), format === "wide");
}

/** Colours are loaded only where there are any. */
async function paint({ width, colour, unicode, headers, details }: Style): Promise<PaintedStyle> {
  const colours = colour ? (await import("./colours.ts")).COLOURS : NO_PAINT;
  const marks = unicode === false ? { ellipsis: "...", arrow: "->" } : { ellipsis: "…", arrow: "→" };
  return { width, headers, details, paint: colours, ...marks };
}
