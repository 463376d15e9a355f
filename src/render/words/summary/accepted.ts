import { count } from "../../../api/words/plural.ts";
import type { Report } from "../../../report/report.ts";
import { acceptedViolations } from "../../../report/violations.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { escapeText } from "../escape.ts";
import { wrap } from "../lines.ts";
import { workloadsOf } from "../overview.ts";
import { violationRows } from "../workload/violation-columns.ts";

const NAMED_GONE = 5;
const INDENT = "  ";
/** The workload and the check of an accepted violation that is gone: `shop deployment.apps/web: hostPorts at ports[http]`. */
const GONE = /^.*?: \w+(?= at )/s;

/** The accepted violations of a report, and those that are gone; empty without a file of accepted violations. */
export function acceptanceLines(report: Report, { width, checks }: Pick<PaintedStyle, "width" | "checks">): string[] {
  const text = acceptedText(report, checks);
  return [...(text === "" ? [] : wrap(text, width)), ...goneLines(report, width)];
}

/** The number of accepted violations. As in a table, two checks of which one replaces the other are one violation. */
export function acceptedText(report: Report, checks: PaintedStyle["checks"]): string {
  if (report.accept === null) return "";
  let accepted = 0;
  for (const workload of workloadsOf(report))
    accepted += violationRows(workload, report, checks, acceptedViolations(workload)).length;
  return `Accepted: ${count(accepted, "violation")}`;
}

/** The number of accepted violations that are gone. A violation has a text for each of its fields. */
export function countGone(gone: readonly string[]): number {
  return new Set(gone.map((text) => GONE.exec(text)?.[0] ?? text)).size;
}

/** The accepted violations that are gone: a line for each of the first fields. */
export function goneLines({ accept }: Report, width: number): string[] {
  if (accept === null || accept.gone.length === 0) return [];
  const { gone } = accept;
  const violations = countGone(gone);
  const title = `Accepted, but gone: ${count(violations, "violation")} (--update-accept removes ${violations === 1 ? "it" : "them"} from the file)`;
  const others = gone.length - NAMED_GONE;
  const named = [
    ...gone.slice(0, NAMED_GONE).map(escapeText),
    ...(others > 0 ? [`and ${count(others, "more field")}`] : []),
  ];
  return [
    ...wrap(title, width),
    ...named.flatMap((text) => wrap(text, width - INDENT.length).map((line) => INDENT + line)),
  ];
}
