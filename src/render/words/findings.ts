import type { Finding, FindingCode, NamespaceReport, Report } from "../../report/report.ts";
import { escapeText } from "./escape.ts";
import { nameSome, wrap } from "./lines.ts";
import type { Colour, Paint } from "../terminal/paint.ts";
import type { PaintedStyle } from "../terminal/style.ts";

/** The words for several namespaces with the same finding: `12 namespaces have no pod-security labels`. */
const KINDS: Readonly<Record<FindingCode, string>> = {
  "audit-not-stricter":
    "have audit or warn no stricter than enforce: the audit log or warnings do not show what violates the next level",
  "exempt-labels": "are exempt, and their pod-security labels have no effect",
  "exempt-violations": "have exempt workloads that do not meet baseline",
  "invalid-labels": "have invalid pod-security labels",
  "no-labels": "have no pod-security labels: only the cluster's defaults are in force",
  "pinned-version": "pin an old version: newer checks do not run",
  privileged: "do not meet baseline",
};

const SEVERITIES: readonly Finding["severity"][] = ["warning", "info"];

/** The findings that a row of an audit's table has. */
const IN_ROWS: ReadonlySet<FindingCode> = new Set(["no-labels", "privileged"]);

/** Leaves out the findings that the row of each namespace has. */
export function withoutRowFindings(report: Report): Report {
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    findings: namespace.findings.filter(({ code }) => !IN_ROWS.has(code)),
  }));
  return { ...report, namespaces };
}

/** Lists the findings, the most important first. Each kind is one line with its namespaces. */
export function findingLines({ namespaces }: Report, { paint, width }: PaintedStyle): string[] {
  const found = namespaces.flatMap((namespace) => namespace.findings.map((finding) => ({ namespace, finding })));
  return SEVERITIES.flatMap((severity) => {
    const ofSeverity = found.filter(({ finding }) => finding.severity === severity);
    const byCode = [...Map.groupBy(ofSeverity, ({ finding }) => finding.code)];
    return byCode.flatMap(([code, group]) => {
      const [first, ...others] = group;
      if (first === undefined) return [];
      const text =
        others.length === 0
          ? `${first.namespace.name}: ${first.finding.message}`
          : `${group.length} namespaces ${KINDS[code]}: ${nameSome(group.map(({ namespace }) => namespace.name))}`;
      return labelled(severity, text, width, paint);
    });
  });
}

/** The findings of one namespace, in their own words. */
export function namespaceFindingLines({ findings }: NamespaceReport, { paint, width }: PaintedStyle): string[] {
  return findings.flatMap(({ severity, message }) =>
    labelled(severity, message, width - 2, paint).map((line) => `  ${line}`),
  );
}

function labelled(severity: Finding["severity"], text: string, width: number, paint: Paint): string[] {
  const colour: Colour = severity === "warning" ? paint.caution : paint.faint;
  const label = `${severity}:`;
  // Wrapped with its label, which is coloured afterwards, since colours have no width.
  const [first = "", ...rest] = wrap(`${label} ${escapeText(text)}`, width);
  return [colour(label) + first.slice(label.length), ...rest];
}
