import { placeText } from "../../../report/place.ts";
import type { DistinctViolation, NamespaceReport, WorkloadReport } from "../../../report/report.ts";
import { acceptedParts } from "../../words/acceptance.ts";
import { count } from "../../../api/words/plural.ts";
import { linesWithin, type Budget } from "./budget.ts";
import { code, tableHead, tableRow } from "../../words/documents/markdown.ts";
import { MODES } from "../../../api/mode.ts";
import { podsText, escapedTitleOf, sccText } from "../../words/workload/workload.ts";
import { shareOf } from "../../words/workload/share.ts";
import { openViolations } from "../../../report/violations.ts";

const HEADINGS = ["Workload", "Namespace", "Place", "Level", "Modes", "Checks"] as const;

/** A workload that violates something. */
interface Violating {
  readonly workload: WorkloadReport;
  readonly violations: readonly DistinctViolation[];
}

/** A table of the violating workloads: refused ones first, then those with the most violations. */
export function workloadTable(namespaces: readonly NamespaceReport[], budget: Budget): string {
  const violating = namespaces.flatMap((namespace) => violatingIn(namespace.workloads)).toSorted(byWeight);
  // With --level there are no modes.
  const hasModes = violating.some(({ violations }) => violations.some(({ modes }) => modes.length > 0));
  const shown = (cells: readonly string[]): readonly string[] => (hasModes ? cells : cells.toSpliced(4, 1));
  const rows = violating.map(({ workload, violations }) =>
    tableRow(
      shown([
        code(escapedTitleOf(workload)),
        code(workload.namespace),
        workload.source === null ? "" : code(placeText(workload.source)),
        unique(violations.flatMap(({ levels }) => levels)).join(", "),
        MODES.filter((mode) => violations.some(({ modes }) => modes.includes(mode))).join(", "),
        unique(violations.map(({ check }) => check))
          .map(code)
          .join(", ") + (sccText(workload) === "" ? "" : ` (${code(sccText(workload))})`),
      ]),
    ),
  );
  const table = linesWithin(rows, budget, (left) => `\nand ${count(left, "more workload")}\n`);
  return `${tableHead(shown(HEADINGS))}${table}\n`;
}

/** A list of the violating workloads of a namespace, each with its violations. */
export function workloadList(workloads: readonly WorkloadReport[], budget: Budget): string {
  const items = violatingIn(workloads).map(({ workload, violations }) => {
    const lines = violations.map((violation) => `  - ${violationText(workload, violation)}\n`);
    return `- ${placedTitle(workload)}\n${lines.join("")}`;
  });
  return linesWithin(items, budget, (left) => `- and ${count(left, "more workload")}\n`);
}

function violatingIn(workloads: readonly WorkloadReport[]): Violating[] {
  return workloads
    .map((workload) => ({ workload, violations: openViolations(workload) }))
    .filter(({ violations }) => violations.length > 0);
}

function byWeight(a: Violating, b: Violating): number {
  return refusals(b) - refusals(a) || b.violations.length - a.violations.length;
}

function refusals({ violations }: Violating): number {
  return violations.filter(({ modes }) => modes.includes("enforce")).length;
}

function placedTitle(workload: WorkloadReport): string {
  const { source } = workload;
  const place = source === null ? "" : ` at ${code(placeText(source))}`;
  const pods = source === null ? podsText(workload) : "";
  const scc = sccText(workload);
  return `${code(escapedTitleOf(workload))}${place}${pods === "" ? "" : `, ${pods}`}${scc === "" ? "" : `: ${code(scc)}`}`;
}

/** ``line 31, `privileged` (enforce, warn): `container "web" must not …` `` */
function violationText(workload: WorkloadReport, violation: DistinctViolation): string {
  const { check, reason, detail, modes, levels, line } = violation;
  const partly = acceptedParts(violation)
    .map(({ words }) => code(words))
    .join(", ");
  const share = shareOf(workload, violation);
  const judgedBy = [...(modes.length > 0 ? modes : levels), ...(share === "" ? [] : [share])].join(", ");
  const place = workload.source === null || line === 0 ? "" : `line ${line}, `;
  return `${place}${code(check)} (${judgedBy}): ${code(detail === "" ? reason : detail)}${partly === "" ? "" : ` (accepted: ${partly})`}`;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
