import type { CheckDeclaration } from "../../../api/check-declaration.ts";
import type { Report } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { checksSection } from "./sections/checks.ts";
import { explorer } from "./sections/controls.ts";
import { dataBlocks } from "./data/data.ts";
import { banner, pageTitleOf, totalsSection } from "./sections/headline.ts";
import { jsonBlock, toJson } from "./data/json.ts";
import { HIDDEN, markup, type Content } from "./markup.ts";
import { notesSections } from "./sections/notes.ts";
import { askedLevels } from "../../words/overview.ts";
import { plainReport } from "./sections/plain.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "./page/assets.ts";
import { totalsOf } from "./sections/totals.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

/**
 * The page loads and sends nothing, runs only its own script and style, which the hashes identify, and cannot turn text into markup within
 * the script (Trusted Types). JSON in a `script` element is data, not a script.
 */
const POLICY = [
  "default-src 'none'",
  `style-src '${STYLE_HASH}'`,
  `script-src '${SCRIPT_HASH}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join("; ");

/**
 * Renders the report as one self-contained HTML page. Totals, instructions and notes are HTML. Namespaces and workloads are data, and the
 * page's script shows the part that the reader asks for. A small report is readable without scripts.
 */
export function* renderHtml(report: Report, { checks }: PaintedStyle): Generator<string, undefined> {
  for (const piece of page(report, checks)) yield markup`${piece}`.markup;
}

function* page(report: Report, declarations: readonly CheckDeclaration[]): Generator<Content, undefined> {
  const totals = totalsOf(report);
  const checks = declarations.filter(({ id }) => totals.byCheck.has(id));
  yield markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="kubectl pss">
<title>${escapeText(pageTitleOf(report))}</title>
<style>${{ markup: STYLE }}</style>
</head>
<body>
${banner(report)}<main>
${totalsSection(report, totals)}`;
  yield* plainReport(report, totals);
  yield explorer(report, checks, totals);
  yield checksSection(checks, totals);
  yield notesSections(report);
  yield markup`</main>
<footer>Made by kubectl pss. What violates is in the API server's own words.</footer>
`;
  const about = {
    kind: report.kind,
    hasAccepted: report.accept !== null,
    hasPlan: report.namespaces.some(({ planned }) => planned !== undefined),
    isPolicyAsked: askedLevels(report).length === 0,
    checks: checks.map(({ id, level, title }) => ({ id, level, title })),
    hidden: HIDDEN,
  };
  yield jsonBlock("about", toJson(about));
  const ids = checks.map(({ id }) => id);
  yield* dataBlocks(report, ids);
  yield markup`<script type="module">${{ markup: SCRIPT }}</script>
</body>
</html>
`;
}
