import type { NamespaceReport } from "../../../report/report.ts";
import { escapeStartName } from "../../words/escape.ts";
import { namespaceFindingLines } from "../../words/findings.ts";
import { count } from "../../../api/words/plural.ts";
import { flow, type Piece } from "../../words/lines.ts";
import { MODES } from "../../../api/mode.ts";
import { levelColour, partText, violatingText } from "../../words/namespace.ts";
import { countAccepted, overviewOf } from "../../words/overview.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { cutEnd } from "../../terminal/width.ts";

/** The lines above the workloads of a namespace in an audit: its policy, the source of each part, and its findings. */
export function auditNamespaceLines(namespace: NamespaceReport, style: PaintedStyle): string[] {
  const { width, paint, ellipsis } = style;
  const { name, policy, exempt, strictest, workloads } = namespace;
  const overview = overviewOf(workloads);
  const pods = workloads.reduce((total, workload) => total + workload.pods, 0);
  const pieces: Piece[] = [
    { text: cutEnd(escapeStartName(name), width, ellipsis), colour: paint.heading },
    ...MODES.map((mode) => ({ text: `${mode}=${partText(policy[mode])}` })),
    exempt
      ? { text: "exempt: nothing of this is in force", colour: paint.caution }
      : { text: `strictest level met: ${strictest}`, colour: levelColour(strictest, paint) },
    exempt
      ? { text: `${count(overview.workloads, "workload")} not judged` }
      : { text: violatingText(overview.all.workloads, overview.workloads, countAccepted(workloads)) },
    ...(workloads.length === 0 ? [] : [{ text: count(pods, "pod") }]),
  ];
  return [...flow(pieces, width), ...namespaceFindingLines(namespace, style)];
}
