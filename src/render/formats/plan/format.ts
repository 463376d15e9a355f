import type { RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import { withGrid } from "../../terminal/with-grid.ts";
import { paintStyle } from "../../terminal/paint-style.ts";
import type { PaintedStyle, Style } from "../../terminal/style.ts";

/** The formats of a plan. */
export type PlanFormat = "table" | "wide" | "json" | "yaml" | "markdown" | "html" | "commands" | "manifests";

type PlanRenderer = (plan: RolloutPlan, style: PaintedStyle) => Iterable<string>;

/** The renderers, each loaded when it is needed. */
const RENDERERS: Readonly<Record<PlanFormat, () => Promise<PlanRenderer>>> = {
  table: async () => withGrid((await import("./table.ts")).renderPlanTable),
  wide: async () => withGrid((await import("./table.ts")).renderPlanWide),
  json: async () => (await import("./document.ts")).renderPlanJson,
  yaml: async () => (await import("./yaml.ts")).renderPlanYaml,
  markdown: async () => (await import("./markdown.ts")).renderPlanMarkdown,
  html: async () => (await import("./html/html.ts")).renderPlanHtml,
  commands: async () => (await import("./script/commands.ts")).renderPlanCommands,
  manifests: async () => (await import("./yaml.ts")).renderPlanManifests,
};

/** The formats by name, the default first. */
export const PLAN_FORMATS: readonly string[] = Object.keys(RENDERERS);

/** Renders a plan for standard output. */
export async function renderPlan(plan: RolloutPlan, format: PlanFormat, style: Style): Promise<Iterable<string>> {
  const [render, painted, { withPlanAgain }] = await Promise.all([
    RENDERERS[format](),
    paintStyle(style),
    import("./script/plan-again.ts"),
  ]);
  return render(withPlanAgain(plan, style, format === "json" || format === "yaml"), painted);
}

/** Renders the command to run next, which follows the notes; nothing for a format that has none. */
export async function renderPlanNext(plan: RolloutPlan, format: PlanFormat, style: Style): Promise<readonly string[]> {
  if (style.suggestions === undefined || (format !== "table" && format !== "wide")) return [];
  const [{ planNextLines }, painted] = await Promise.all([import("./table.ts"), paintStyle(style)]);
  return planNextLines(plan, painted).map((line) => `${line}\n`);
}
