import { count } from "../../../../api/words/plural.ts";
import type { RolloutPlan } from "../../../../report/plan/rollout-plan.ts";
import { banner, pageTitleOf } from "../../../page/banner.ts";
import { comparedPart } from "../../../page/compared.ts";
import { untrusted, markup, type Content } from "../../../page/markup.ts";
import { notesSections } from "../../../page/notes.ts";
import { renderPage } from "../../../page/shell.ts";
import type { PaintedStyle } from "../../../terminal/style.ts";
import { historyText } from "../../../words/history/evidence-text.ts";
import { planHeadline, rejectedNowText } from "../words.ts";
import { boardOf, type BoardNamespace } from "./board.ts";
import { checksIn, planBlocks } from "./data.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "./page/assets.ts";
import { boardSections } from "./sections/board-sections.ts";
import { deniedSection } from "./sections/denied.ts";
import { figuresSection } from "./sections/figures.ts";
import { plainBoard } from "./sections/plain-board.ts";
import { stepsSection } from "./sections/steps.ts";
import { upgradeSection } from "./sections/upgrade.ts";

const HEADING = "Pod Security rollout";

/**
 * Renders a plan as one self-contained HTML page: a board with a column for each state of a namespace, and the steps with their commands. The page's script shows the
 * part of the board that the reader asks for. A small plan is readable without scripts.
 */
export function renderPlanHtml(plan: RolloutPlan, style: PaintedStyle): Generator<string, undefined> {
  const board = plan.noPlan === null ? boardOf(plan) : [];
  const checks = checksIn(board);
  return renderPage({
    title: pageTitleOf(HEADING, plan),
    assets: { script: SCRIPT, scriptHash: SCRIPT_HASH, style: STYLE, styleHash: STYLE_HASH },
    banner: banner(HEADING, plan, "", untrusted(subjectOf(plan))),
    main: sections(plan, board, checks, style),
    footer: "Made by kubectl pss. It changed nothing: the commands run only where you run them.",
    about: { checks, steps: plan.steps.map(({ number, title }) => [number, title]) },
    data: planBlocks(board, checks),
  });
}

/** The target and the number of namespaces, or why there is no plan. The banner has the cluster. */
function subjectOf(plan: RolloutPlan): string {
  const { noPlan, target, summary } = plan;
  return noPlan === null ? `Plan to ${target} for ${count(summary.namespaces, "namespace")}` : planHeadline(plan);
}

function* sections(
  plan: RolloutPlan,
  board: readonly BoardNamespace[],
  checks: readonly string[],
  style: PaintedStyle,
): Generator<Content, undefined> {
  if (plan.noPlan === null) {
    const rejected = rejectedNowText(plan);
    if (plan.history !== undefined) yield markup`<p class="note">${untrusted(historyText(plan.history))}</p>\n`;
    if (rejected !== undefined) yield markup`<p class="bad note">${untrusted(rejected)}</p>\n`;
    yield comparedPart(plan);
    yield figuresSection(plan);
    yield* plainBoard(board);
    yield boardSections(board, checks);
    yield stepsSection(plan, style);
    yield deniedSection(plan);
    yield upgradeSection(plan);
  }
  yield notesSections(plan);
}
