import type { NamespaceReport, Report } from "../../../report/report.ts";
import { columnsOf, type Columns } from "../../words/violation-columns.ts";
import { answerLines } from "../../words/dry-run/answer.ts";
import { onlyNew, outcomeOf } from "../../words/dry-run/outcome.ts";
import { dryRunSummaryLines } from "../../words/dry-run/summary.ts";
import { nextLines } from "../../words/next-step.ts";
import { dryRunNext } from "./next.ts";
import { newlyViolating } from "./workloads.ts";
import { escapeName } from "../../words/escape.ts";
import { count } from "../../../api/words/plural.ts";
import { nameSome, wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

/**
 * Renders a dry run for people: for each namespace its changes, the API server's answer, and the workloads that newly violate, which the
 * answer does not name. Namespaces without a change share one line.
 */
export function* renderDryRunTable(report: Report, style: PaintedStyle): Generator<string, undefined> {
  yield* render(report, undefined, style);
}

/** Renders everything about a dry run, nothing cut: also each violation, and the API server's own sentences. */
export function* renderDryRunWide(report: Report, terminal: PaintedStyle): Generator<string, undefined> {
  const style = { ...terminal, width: Infinity };
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map(onlyNew),
  }));
  const columns = columnsOf({ ...report, namespaces }, style, true);
  yield* render(report, columns, style);
}

function* render(report: Report, columns: Columns | undefined, style: PaintedStyle): Generator<string, undefined> {
  const unchanged: NamespaceReport[] = [];
  let separator = "";
  for (const namespace of report.namespaces) {
    const { change } = namespace;
    if (change === null || outcomeOf(namespace) === "unchanged") {
      unchanged.push(namespace);
      continue;
    }
    yield `${separator}${answerLines(namespace, change, style).join("\n")}\n`;
    yield* newlyViolating(namespace, columns, style);
    separator = "\n";
  }
  if (unchanged.length > 0) {
    yield `${separator}${wrap(unchangedText(unchanged, columns !== undefined), style.width).join("\n")}\n`;
    separator = "\n";
  }
  if (!style.headers) return;
  yield separator;
  for (const line of dryRunSummaryLines(report, style)) yield `${line}\n`;
  for (const line of nextLines(() => dryRunNext(report), style)) yield `${line}\n`;
}

function unchangedText(namespaces: readonly NamespaceReport[], isWhole: boolean): string {
  const names = namespaces.map(({ name }) => escapeName(name));
  const named = isWhole ? names.join(", ") : nameSome(names);
  return `The policy in force stays what it is in ${count(names.length, "namespace")}: ${named}`;
}
