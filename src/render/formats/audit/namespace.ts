import type { NamespaceReport } from "../../../report/report.ts";
import { escapeStartName } from "../../words/escape.ts";
import { namespaceFindingLines } from "../../words/findings.ts";
import { count } from "../../../api/words/plural.ts";
import { flow, type Piece } from "../../words/lines.ts";
import { levelColour, modeTexts, partText, readyText, violatingText } from "../../words/namespace.ts";
import { countAccepted, overviewOf } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { cutEnd } from "../../terminal/width.ts";

/** The lines above the workloads of a namespace in an audit: its policy, the source of each part, and its findings. */
export function auditNamespaceLines(namespace: NamespaceReport, style: PaintedStyle): string[] {
  const { width, paint, ellipsis } = style;
  const { name, policy, exempt, workloads } = namespace;
  const overview = overviewOf(workloads);
  const pods = workloads.reduce((total, workload) => total + workload.pods, 0);
  const pieces: Piece[] = [
    { text: cutEnd(escapeStartName(name), width, ellipsis), colour: paint.heading },
    ...modeTexts(policy, partText).map(([mode, text]) => ({ text: `${mode}=${text}` })),
    exempt
      ? { text: "exempt: nothing of this is in force", colour: paint.caution }
      : { text: `ready for: ${readyText(namespace)}`, colour: levelColour(readyText(namespace), paint) },
    exempt
      ? { text: `${count(overview.workloads, "workload")} not judged` }
      : { text: violatingText(overview.all.workloads, overview.workloads, countAccepted(workloads)) },
    ...(workloads.length === 0 ? [] : [{ text: count(pods, "pod") }]),
  ];
  return [...flow(pieces, width), ...namespaceFindingLines(namespace, style)];
}
