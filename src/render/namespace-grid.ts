import type { NamespaceReport, Report } from "../audit/report.ts";
import { escapeStartName } from "./escape.ts";
import { renderGrid } from "./grid.ts";
import type { Piece } from "./lines.ts";
import { MODES } from "./modes.ts";
import { levelColour } from "./namespace.ts";
import { askedLevels, frequentChecks, overviewOf } from "./overview.ts";
import type { Paint } from "./paint.ts";
import type { PaintedStyle } from "./style.ts";
import { levelOf } from "./violations.ts";

/** The namespaces of a lint at a glance, one a line. */
export function* renderNamespaceGrid(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const isPolicyAsked = askedLevels(report).length === 0;
  const rows = report.namespaces.map((namespace) => rowOf(namespace, isPolicyAsked, style.paint));
  if (style.headers) rows.unshift(headings(isPolicyAsked, style.paint));
  yield* renderGrid(rows, style);
}

function headings(isPolicyAsked: boolean, { faint }: Paint): Piece[] {
  const policy = isPolicyAsked ? MODES.map((mode) => mode.toUpperCase()) : [];
  const names = ["NAMESPACE", ...policy, "STRICTEST", "WORKLOADS", "VIOLATIONS", "MOST FREQUENT CHECKS"];
  return names.map((text) => ({ text, colour: faint }));
}

function rowOf({ name, policy, strictest, workloads }: NamespaceReport, isPolicyAsked: boolean, paint: Paint): Piece[] {
  const overview = overviewOf(workloads);
  return [
    { text: escapeStartName(name) },
    ...(isPolicyAsked ? MODES.map((mode) => ({ text: levelOf(policy[mode]) })) : []),
    { text: strictest, colour: levelColour(strictest, paint) },
    { text: String(workloads.length) },
    { text: String(overview.all.violations) },
    { text: frequentChecks(overview) },
  ];
}
