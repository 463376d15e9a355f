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

/** What brings a package along is loaded only when it is asked for. */
const RENDERERS: Readonly<Record<Format, () => Promise<Renderer>>> = {
  table: async () => renderTable,
  wide: async () => (await import("./wide.ts")).renderWide,
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
  const [render, painted] = await Promise.all([RENDERERS[format](), paint(style)]);
  return render(report, painted);
}

/** Notes and what could not be read, a line each, for standard error; nothing for a format whose document holds them. */
export async function renderDiagnostics(report: Report, format: Format, style: Style): Promise<Iterable<string>> {
  if (MACHINE_FORMATS.has(format)) return [];
  return renderDiagnosticLines(report, await paint(style), format === "wide");
}

/** Colours are loaded only where there are any. */
async function paint({ width, colour, unicode, headers }: Style): Promise<PaintedStyle> {
  const colours = colour ? (await import("./colours.ts")).COLOURS : NO_PAINT;
  return { width, headers, paint: colours, ellipsis: unicode === false ? "..." : "…" };
}
