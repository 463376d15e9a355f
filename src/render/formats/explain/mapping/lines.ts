import type { PolicyMapping } from "../../../../report/psp/mapping.ts";
import { paragraph } from "../../../words/lines.ts";
import type { ExplainStyle } from "../explain-style.ts";

const INDENT = 2;

/** Lists the fields of a PodSecurityPolicy, each with the values of both levels and the changes that it makes. */
export function mappingLines({ rows, gaps, versions }: PolicyMapping, style: ExplainStyle): string[] {
  const { width, headers, paint } = style;
  const head = `PodSecurityPolicy was removed in v1.25. These values make a policy baseline or restricted at ${versions.join(" and ")}.`;
  return [
    ...(headers ? [...paragraph(head, width, 0), ""] : []),
    ...rows.flatMap(({ field, baseline, restricted, mutates, checks }) => [
      ...paragraph(field, width, 0).map(paint.heading),
      ...(checks.length === 0
        ? paragraph(baseline, width, INDENT)
        : [
            ...paragraph(`baseline: ${baseline}`, width, INDENT),
            ...paragraph(`restricted: ${restricted}`, width, INDENT),
          ]),
      ...(mutates === undefined ? [] : paragraph(`changes pods: ${mutates}`, width, INDENT)),
    ]),
    ...(headers ? ["", ...paragraph("What no field shows:", width, 0).map(paint.heading)] : []),
    ...gaps.flatMap(({ text }) => paragraph(text, width, INDENT)),
  ];
}
