import type { Extent } from "../report/gaps/forbidden.ts";
import type { Report } from "../report/report.ts";
import { renderDiagnosticLines } from "./words/diagnostics.ts";
import { renderJson } from "./formats/json/json.ts";
import { renderNames } from "./formats/name/name.ts";
import { paintStyle } from "./terminal/paint-style.ts";
import { withGrid } from "./terminal/with-grid.ts";
import type { PaintedStyle, Style } from "./terminal/style.ts";
import { renderTable } from "./formats/table/table.ts";
import { lintNextLines } from "./formats/table/next.ts";

export type { Style } from "./terminal/style.ts";

/** Prints a report piece by piece, so that a large one is never in memory as a whole. */
type Renderer = (report: Report, style: PaintedStyle) => Iterable<string>;

/** The decisions about a format of reports. */
interface FormatRecord {
  /** Loads the renderer. One that needs a package, or that only some reports need, is loaded late. */
  readonly load: (kind: Report["kind"]) => Promise<Renderer>;
  /** Whether the format is for violations alone. It has no place for a change of labels, so a dry run does not have it. */
  readonly isForViolations: boolean;
  /** Whether the document contains notes and unreadable inputs, so that standard error does not repeat them. */
  readonly hasDiagnostics: boolean;
  /**
   * Whether lines that a CI runner would take for commands are broken. Not for a format that contains such commands on purpose, or lines that
   * look like them: a style's `::details-content`.
   */
  readonly isGuarded: boolean;
  /** Present if its readers refuse or drop an entry without a file of the repository, which the objects of a cluster do not have. */
  readonly needsFiles?: true;
  /** Whether the format identifies violations, so that two reports can be compared. */
  readonly identifies: boolean;
  /** Present if the format is about the objects of a cluster, and a lint does not have it. */
  readonly isForClusters?: true;
}

/** The formats by name, the default first. */
const RECORDS = {
  table: { load: loadTable, isForViolations: false, hasDiagnostics: false, isGuarded: true, identifies: false },
  wide: { load: loadWide, isForViolations: false, hasDiagnostics: false, isGuarded: true, identifies: false },
  json: {
    load: async () => renderJson,
    isForViolations: false,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: true,
  },
  yaml: {
    load: async () => (await import("./formats/yaml/yaml.ts")).renderYaml,
    isForViolations: false,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: true,
  },
  name: {
    load: async () => renderNames,
    isForViolations: false,
    hasDiagnostics: false,
    isGuarded: true,
    identifies: false,
  },
  markdown: {
    load: async () => (await import("./formats/markdown/markdown.ts")).renderMarkdown,
    isForViolations: false,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: false,
  },
  html: {
    load: async () => (await import("./formats/html/html.ts")).renderHtml,
    isForViolations: false,
    hasDiagnostics: true,
    isGuarded: false,
    identifies: false,
  },
  sarif: {
    load: async () => (await import("./formats/sarif/sarif.ts")).renderSarif,
    isForViolations: true,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: true,
    needsFiles: true,
  },
  junit: {
    load: async () => (await import("./formats/junit/junit.ts")).renderJunit,
    isForViolations: true,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: false,
  },
  github: {
    load: async () => (await import("./formats/github/github.ts")).renderGithub,
    isForViolations: true,
    hasDiagnostics: true,
    isGuarded: false,
    identifies: false,
  },
  gitlab: {
    load: async () => (await import("./formats/gitlab/gitlab.ts")).renderGitlab,
    isForViolations: true,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: true,
    needsFiles: true,
  },
  rdjson: {
    load: async () => (await import("./formats/rdjson/rdjson.ts")).renderRdjson,
    isForViolations: true,
    hasDiagnostics: true,
    isGuarded: true,
    identifies: false,
    needsFiles: true,
  },
  azure: {
    load: async () => (await import("./formats/azure/azure.ts")).renderAzure,
    isForViolations: true,
    hasDiagnostics: true,
    isGuarded: false,
    identifies: false,
  },
  prometheus: {
    load: async () => (await import("./formats/prometheus/prometheus.ts")).renderPrometheus,
    isForViolations: true,
    hasDiagnostics: false,
    isGuarded: true,
    identifies: false,
  },
  patches: {
    load: async () => (await import("./formats/patches/patches.ts")).renderPatchCommands,
    isForViolations: true,
    hasDiagnostics: false,
    isGuarded: true,
    identifies: false,
    isForClusters: true,
  },
} as const satisfies Readonly<Record<string, FormatRecord>>;

/** The formats of a report. */
export type Format = keyof typeof RECORDS;

/** The formats of an audit by name, the default first. */
export const AUDIT_FORMATS: readonly string[] = Object.keys(RECORDS);

/** The formats of a lint. */
export const FORMATS: readonly string[] = Object.entries<FormatRecord>(RECORDS)
  .filter(([, { isForClusters }]) => isForClusters === undefined)
  .map(([format]) => format);

/** The formats of a dry run. */
export const DRY_RUN_FORMATS: readonly string[] = Object.entries(RECORDS)
  .filter(([, { isForViolations }]) => !isForViolations)
  .map(([format]) => format);

/** Whether lines of a format that a CI runner would take for commands must be broken. */
export function isGuarded(format: Format): boolean {
  return RECORDS[format].isGuarded;
}

/** Whether a format identifies violations, so that two reports can be compared. */
export function identifies(format: Format): boolean {
  return RECORDS[format].identifies;
}

/** Whether a format shows the reasons to observe a namespace before a stricter enforce. */
export function showsCautions(format: Format): boolean {
  return format === "table" || format === "wide" || format === "markdown" || format === "html";
}

/** Whether a format of a lint shows the edits that let workloads meet their levels. */
export function showsEdits(format: Format): boolean {
  return format === "sarif";
}

/** Whether a format of an audit shows the patches of all workloads. */
export function showsPatches(format: Format): boolean {
  return format === "patches";
}

/** Whether a format shows the patches of some workloads: those of a lint, too. */
export function showsSomePatches(format: Format): boolean {
  return format === "html";
}

/** Whether the readers of a format refuse or drop entries without a file. */
export function needsFiles(format: Format): boolean {
  const record: FormatRecord = RECORDS[format];
  return record.needsFiles === true;
}

async function loadTable(kind: Report["kind"]): Promise<Renderer> {
  if (kind === "AuditReport") return withGrid((await import("./formats/audit/table.ts")).renderAuditTable);
  return kind === "DryRunReport" ? (await import("./formats/dry-run/table.ts")).renderDryRunTable : renderTable;
}

async function loadWide(kind: Report["kind"]): Promise<Renderer> {
  if (kind === "AuditReport") return withGrid((await import("./formats/audit/table.ts")).renderAuditWide);
  if (kind === "DryRunReport") return (await import("./formats/dry-run/table.ts")).renderDryRunWide;
  return withGrid((await import("./formats/table/wide.ts")).renderWide);
}

/** Renders a report for standard output. */
export async function renderReport(report: Report, format: Format, style: Style): Promise<Iterable<string>> {
  const { load }: FormatRecord = RECORDS[format];
  const [render, painted] = await Promise.all([load(report.kind), paintStyle(style)]);
  return render(report, painted);
}

/** Renders the command to run next, which follows the notes; nothing for a format that has none. */
export async function renderNext(report: Report, format: Format, style: Style): Promise<readonly string[]> {
  if (style.suggestions === undefined || (format !== "table" && format !== "wide")) return [];
  const [nextLines, painted] = await Promise.all([loadNext(report.kind), paintStyle(style)]);
  return nextLines(report, painted).map((line) => `${line}\n`);
}

async function loadNext(kind: Report["kind"]): Promise<(report: Report, style: PaintedStyle) => readonly string[]> {
  if (kind === "AuditReport") return (await import("./formats/audit/table.ts")).auditNextLines;
  return kind === "DryRunReport" ? (await import("./formats/dry-run/table.ts")).dryRunNextLines : lintNextLines;
}

/** Renders notes and unreadable inputs for standard error, a line each; nothing for a format whose document contains them. */
export async function renderDiagnostics(report: Extent, format: Format, style: Style): Promise<Iterable<string>> {
  if (RECORDS[format].hasDiagnostics) return [];
  return renderDiagnosticLines(report, await paintStyle(style), format === "wide");
}
