import type { NamespaceReport, Report } from "../../../report/report.ts";
import { escapeStartName } from "../../words/escape.ts";
import type { Piece } from "../../words/lines.ts";
import { MODES } from "../../../api/mode.ts";
import { policyPartText, levelColour, modeTexts, readyText, shownReady } from "../../words/namespace/namespace.ts";
import { askedLevels, frequentChecks, overviewOf } from "../../words/overview.ts";
import type { Paint } from "../../terminal/paint.ts";
import { renderFoldedGrid } from "../../terminal/folded-grid.ts";
import type { GridStyle } from "../../terminal/style.ts";

/** Renders an overview of a lint's namespaces, one per row. */
export function* renderNamespaceGrid(report: Report, style: GridStyle): Generator<string, undefined> {
  const isPolicyAsked = askedLevels(report).length === 0;
  const rows = report.namespaces.map((namespace) => rowOf(namespace, isPolicyAsked, style.paint));
  const policy = isPolicyAsked ? MODES.map((mode) => mode.toUpperCase()) : [];
  const headings = ["NAMESPACE", ...policy, "READY FOR", "WORKLOADS", "VIOLATIONS", "MOST FREQUENT CHECKS"];
  yield* renderFoldedGrid(headings, rows, style);
}

function rowOf(namespace: NamespaceReport, isPolicyAsked: boolean, paint: Paint): Piece[] {
  const { name, policy, workloads } = namespace;
  const ready = readyText(namespace);
  const overview = overviewOf(workloads);
  return [
    { text: escapeStartName(name) },
    ...(isPolicyAsked ? modeTexts(policy, policyPartText).map(([, text]) => ({ text })) : []),
    { text: shownReady(ready), colour: levelColour(ready, paint) },
    { text: String(workloads.length) },
    { text: String(overview.all.violations) },
    { text: frequentChecks(overview) },
  ];
}
