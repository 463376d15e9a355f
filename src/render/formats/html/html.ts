import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
import type { Report } from "../../../report/report.ts";
import { pageTitleOf } from "../../page/banner.ts";
import type { Content } from "../../page/markup.ts";
import { comparedPart } from "../../page/compared.ts";
import { notesSections } from "../../page/notes.ts";
import { renderPage } from "../../page/shell.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { askedLevels } from "../../words/overview.ts";
import { reportBlocks } from "./data/data.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "./page/assets.ts";
import { checksSection } from "./sections/checks.ts";
import { explorer } from "./sections/controls.ts";
import { headingOf, reportBanner } from "./sections/headline.ts";
import { plainReport } from "./sections/plain.ts";
import { policiesSection } from "./sections/policies.ts";
import { rejectedSection } from "./sections/rejected.ts";
import { totalsOf, type Totals } from "./sections/totals.ts";
import { totalsSection } from "./sections/figures.ts";

/**
 * Renders the report as one self-contained HTML page. Rejected workloads, totals, instructions and notes are HTML. Namespaces and workloads are data, and the
 * page's script shows the part that the reader asks for. A small report is readable without scripts.
 */
export function renderHtml(
  report: Report,
  { checks: declarations, kubectl }: PaintedStyle,
): Generator<string, undefined> {
  const totals = totalsOf(report);
  const checks = declarations.filter(({ id }) => totals.byCheck.has(id));
  const ids = checks.map(({ id }) => id);
  return renderPage({
    title: pageTitleOf(headingOf(report), report),
    assets: { script: SCRIPT, scriptHash: SCRIPT_HASH, style: STYLE, styleHash: STYLE_HASH },
    banner: reportBanner(report),
    main: sections(report, checks, totals),
    footer: "Made by kubectl pss. Violations are in the API server's own words.",
    about: {
      kind: report.kind,
      hasAccepted: report.accepts,
      hasPlan: report.namespaces.some(({ planned }) => planned !== undefined),
      isPolicyAsked: askedLevels(report).length === 0,
      checks: checks.map(({ id, level, title }) => ({ id, level, title })),
    },
    data: reportBlocks(report, ids, kubectl),
  });
}

/** Rejected workloads come first, then the level that each namespace is ready for, then the rest. */
function* sections(report: Report, checks: readonly CheckDeclaration[], totals: Totals): Generator<Content, undefined> {
  yield rejectedSection(report);
  yield comparedPart(report);
  yield totalsSection(report, totals);
  yield* plainReport(report, totals);
  yield explorer(report, checks, totals);
  yield policiesSection(report);
  yield checksSection(checks, totals);
  yield notesSections(report);
}
