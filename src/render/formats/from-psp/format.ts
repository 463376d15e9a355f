import type { PspMigration } from "../../../report/psp/psp-report.ts";
import { paintStyle } from "../../terminal/paint-style.ts";
import type { PaintedStyle, Style } from "../../terminal/style.ts";
import { withGrid } from "../../terminal/with-grid.ts";

/** The formats of a migration from PodSecurityPolicy. */
export type FromPspFormat = "table" | "json" | "markdown";

type FromPspRenderer = (migration: PspMigration, style: PaintedStyle) => Iterable<string>;

/** The renderers, each loaded when it is needed. */
const RENDERERS: Readonly<Record<FromPspFormat, () => Promise<FromPspRenderer>>> = {
  table: async () => withGrid((await import("./table.ts")).renderFromPspTable),
  json: async () => (await import("./document.ts")).renderFromPspJson,
  markdown: async () => (await import("./markdown.ts")).renderFromPspMarkdown,
};

/** The formats by name, the default first. */
export const FROM_PSP_FORMATS: readonly string[] = Object.keys(RENDERERS);

/** Renders a migration for standard output. */
export async function renderFromPsp(
  migration: PspMigration,
  format: FromPspFormat,
  style: Style,
): Promise<Iterable<string>> {
  const [render, painted] = await Promise.all([RENDERERS[format](), paintStyle(style)]);
  return render(migration, painted);
}

/** Renders the command to run next, which follows the notes; nothing for a format that has none. */
export async function renderFromPspNext(
  migration: PspMigration,
  format: FromPspFormat,
  style: Style,
): Promise<readonly string[]> {
  if (style.suggestions === undefined || format !== "table") return [];
  const [{ fromPspNextLines }, painted] = await Promise.all([import("./table.ts"), paintStyle(style)]);
  return fromPspNextLines(migration, painted).map((line) => `${line}\n`);
}
