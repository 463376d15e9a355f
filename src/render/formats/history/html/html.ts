import type {
  HistoryNamespace,
  HistoryReport,
  HistoryVerdict,
} from "../../../../report/audit-history/history-report.ts";
import { figureItem } from "../../../page/figures.ts";
import { markup, untrusted, type Content, type Markup } from "../../../page/markup.ts";
import { notesSections } from "../../../page/notes.ts";
import { renderPage } from "../../../page/shell.ts";
import { PROGRAM, timeText } from "../../../words/made.ts";
import { coverageTexts } from "../coverage-words.ts";
import { byImportance, hasNoLog, headline } from "../words.ts";
import { daysSection } from "./chart.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "./page/assets.ts";
import { namespaceSections, namespacesTable } from "./sections/namespaces.ts";

const HEADING = "Pod Security history";

/** Renders a history as one self-contained HTML page, which is readable without scripts. */
export function renderHistoryHtml(report: HistoryReport): Generator<string, undefined> {
  return renderPage({
    title: HEADING,
    assets: { script: SCRIPT, scriptHash: SCRIPT_HASH, style: STYLE, styleHash: STYLE_HASH },
    banner: head(report),
    main: sections(report),
    footer: "Made by kubectl pss. It changed nothing: it read the logs, and the labels of namespaces.",
    about: {},
    data: [],
  });
}

function head(report: HistoryReport): Markup {
  const { generatedAt } = report;
  return markup`<header class="banner">
<div>
<h1>${HEADING}</h1>
<p>${headline(report)}</p>
<p>Made by ${PROGRAM}${generatedAt === undefined ? undefined : markup` <span class="nowrap">on ${timeText(generatedAt)}</span>`}</p>
</div>
<button type="button" id="theme" hidden>Dark</button>
</header>
`;
}

function* sections(report: HistoryReport): Generator<Content, undefined> {
  if (!hasNoLog(report)) {
    const namespaces = byImportance(report.namespaces);
    yield figures(namespaces);
    yield daysSection(report.days);
    yield namespacesTable(namespaces);
    yield* namespaceSections(namespaces);
  }
  yield markup`<section aria-labelledby="coverage-heading">
<h2 id="coverage-heading">Coverage</h2>
<ul class="notes">
${coverageTexts(report).map((text) => markup`<li>${untrusted(text)}</li>\n`)}</ul>
</section>
`;
  yield notesSections({ ...report, summary: { namespaces: report.namespaces.length } });
}

function figures(namespaces: readonly HistoryNamespace[]): Markup {
  const number = (...types: readonly HistoryVerdict["type"][]): number =>
    namespaces.filter(({ verdict }) => types.includes(verdict.type)).length;
  return markup`<section aria-labelledby="totals-heading">
<h2 id="totals-heading" class="sr">Totals</h2>
<dl class="numbers">
${[
  figureItem({ name: "Namespaces", number: namespaces.length }),
  figureItem({ name: "Could enforce a stricter level", number: number("could-enforce") }),
  figureItem({ name: "Blocked", number: number("blocked"), note: "workloads violate the next level", tone: "bad" }),
  figureItem({ name: "No evidence", number: number("unknown", "not-seen"), tone: "caution" }),
  figureItem({ name: "Enforce restricted", number: number("enforced") }),
]}</dl>
</section>
`;
}
