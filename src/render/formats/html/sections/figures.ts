import { count } from "../../../../api/words/plural.ts";
import type { Summary, Report } from "../../../../report/report.ts";
import { figureItem, grouped, type Figure } from "../../../page/figures.ts";
import { markup, untrusted, type Markup } from "../../../page/markup.ts";
import { readyNowText } from "../../../words/plan/cautions.ts";
import { shownReady } from "../../../words/namespace/namespace.ts";
import { unknownPolicies } from "../../../words/summary/policies.ts";
import type { Totals } from "./totals.ts";

/** The totals of the report: its numbers, and the share of namespaces that meet each level. */
export function totalsSection(report: Report, totals: Totals): Markup {
  const { namespaces, summary } = report;
  const cautions = report.kind === "AuditReport" ? readyNowText(report) : "";
  return markup`<section aria-labelledby="totals-heading">
<h2 id="totals-heading" class="sr">Totals</h2>
<dl class="numbers">
${figures(report, totals).map(figureItem)}</dl>
${cautions === "" ? undefined : markup`<p class="caution note">${untrusted(cautions)}</p>\n`}${namespaces.length === 0 ? nothingJudged(summary.objects) : readyLevels(totals, namespaces.length)}</section>
`;
}

/** The violations that count as errors: with `--level` those of the level, otherwise those of the modes of `--fail-on`. */
function errorsNote({ failOn, byLevel }: Pick<Report, "failOn" | "byLevel">): string {
  if (byLevel) return "violations of the level";
  return `violations of ${failOn === "any" ? "any mode" : failOn}`;
}

function figures(report: Report, totals: Totals): Figure[] {
  const { summary, accepts } = report;
  const unknown = unknownPolicies(report);
  return [
    { name: "Namespaces", number: summary.namespaces },
    {
      name: "Workloads",
      number: summary.workloads,
      ...(report.kind !== "LintReport" && { note: count(summary.pods, "pod") }),
    },
    {
      name: report.kind === "AuditReport" ? "Policy violations" : "Violations",
      number: summary.violations,
      note:
        unknown === 0
          ? report.kind === "AuditReport"
            ? `of enforce, audit or warn, in ${count(totals.violating, "workload")}`
            : `in ${count(totals.violating, "workload")}`
          : `policy of ${count(unknown, "namespace")} unknown`,
      tone: "caution",
    },
    ...(report.kind === "AuditReport" ? blockingFigures(totals) : []),
    ...outcomeFigures(report, totals),
    ...(accepts ? [{ name: "Accepted", number: summary.accepted, note: acceptedNote(summary) }] : []),
    ...(summary.unreadable === 0
      ? []
      : [{ name: "Unreadable", number: summary.unreadable, note: "the report is incomplete", tone: "bad" as const }]),
  ];
}

function acceptedNote({ partlyAccepted }: Summary): string {
  return partlyAccepted === 0 ? "with a reason" : `with a reason, and parts of ${count(partlyAccepted, "other")}`;
}

/** The workloads that violate each level, at latest, whatever the labels are. */
function blockingFigures({ blocking: { baseline, restricted } }: Totals): Figure[] {
  return [
    { name: "Block baseline", number: baseline, note: "workloads", tone: "caution" },
    { name: "Block restricted", number: restricted, note: "workloads", tone: "caution" },
  ];
}

function outcomeFigures(
  { kind, summary, failOn, byLevel }: Report,
  { hasModes, rejected, worse, unknown, already, loosened, denied }: Totals,
): Figure[] {
  const tone = "bad";
  if (kind !== "DryRunReport") {
    if (kind === "AuditReport") return [];
    const note = "workloads, or their next pods";
    const failing: Figure = { name: "Errors", number: summary.failing, note: errorsNote({ failOn, byLevel }), tone };
    return [
      ...(hasModes ? [{ name: "Enforce rejects", number: rejected, note, tone } as const] : []),
      ...(failOn === "none" ? [] : [failing]),
    ];
  }
  return [
    { name: "Rejected by enforce", number: rejected, note: "workloads, or their next pods", tone },
    { name: "New violations", number: worse, note: "workloads", tone },
    ...(unknown === 0
      ? []
      : [{ name: "Violations, new or not", number: unknown, note: "workloads", tone: "caution" as const }]),
    { name: "Already violating", number: already, note: "workloads", tone: "caution" },
    { name: "Denied changes", number: denied, note: "by the API server", tone },
    { name: "Loosened", number: loosened, note: "namespaces", tone: "caution" },
  ];
}

function nothingJudged(objects: number): Markup {
  return markup`<p class="empty">Nothing to judge: no workload among ${count(objects, "object")}.</p>
`;
}

/** A bar of shares, with a list below it in words. It is SVG, whose attributes are not inline styles. */
function readyLevels({ ready }: Totals, namespaces: number): Markup {
  const shares = [...ready].filter(([, number]) => number > 0);
  let before = 0;
  const bars = shares.map(([level, number]) => {
    const x = percent(before, namespaces);
    before += number;
    return markup`<rect class="fill-${classOf(level)}" x="${x}" width="${percent(number, namespaces)}" height="100%"/>`;
  });
  return markup`<div class="held">
<h3>Namespaces that are ready for each level</h3>
<svg class="bar" aria-hidden="true" width="100%" height="12">${bars}</svg>
<ul class="legend">
${shares.map(
  ([
    level,
    number,
  ]) => markup`<li><span class="level ${classOf(level)}">${level === "-" ? "nothing runs" : shownReady(level)}</span> ${grouped(number)}</li>
`,
)}</ul>
</div>
`;
}

/** The style's class of a level, or of a text of readyText that is no level. */
function classOf(level: string): string {
  return level === "-" || level === "unknown" ? "none" : level;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(3)}%`;
}
