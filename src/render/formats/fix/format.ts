import type { FixOutcome, FixReport } from "../../../report/fix/fix-report.ts";
import { paintStyle } from "../../terminal/paint-style.ts";
import type { PaintedStyle, Style } from "../../terminal/style.ts";

/** The formats of a fix. */
export type FixFormat = "diff" | "patch" | "json6902" | "kustomize" | "json";

type FixRenderer = (report: FixReport, style: PaintedStyle) => Iterable<string>;

/** The renderers, each loaded when it is needed. */
const RENDERERS: Readonly<Record<FixFormat, () => Promise<FixRenderer>>> = {
  diff: async () => (await import("./diff.ts")).renderDiff,
  patch: async () => (await import("./patches.ts")).renderPatches,
  json6902: async () => (await import("./patches.ts")).renderJsonPatches,
  kustomize: async () => (await import("./patches.ts")).renderKustomization,
  json: async () => (await import("./document.ts")).renderFixJson,
};

/** The formats by name, the default first. */
export const FIX_FORMATS: readonly string[] = Object.keys(RENDERERS);

/** Whether a format has patches of objects, and no edits of files. */
export function isPatchFormat(format: FixFormat): boolean {
  return format === "patch" || format === "json6902" || format === "kustomize";
}

/** Renders a fix for standard output. */
export async function renderFix(report: FixReport, format: FixFormat, style: Style): Promise<Iterable<string>> {
  const [render, painted] = await Promise.all([RENDERERS[format](), paintStyle(style)]);
  return render(report, painted);
}

/** Renders what is done and what is left, for standard error. */
export async function renderFixSummary(
  report: FixReport,
  written: FixOutcome,
  style: Style,
): Promise<Iterable<string>> {
  const { renderSummary } = await import("./summary.ts");
  return renderSummary(report, written, await paintStyle(style));
}
