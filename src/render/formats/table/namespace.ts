import type { NamespaceReport, PolicyPart } from "../../../report/report.ts";
import { escapeStartName, escapeText } from "../../words/escape.ts";
import { flow, type Piece } from "../../words/lines.ts";
import { MODES } from "../../../api/mode.ts";
import { levelColour, readyText, violatingText } from "../../words/namespace.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countAccepted } from "../../words/overview.ts";
import { hasOpen, levelOf } from "../../../report/violations.ts";
import { cutEnd } from "../../terminal/width.ts";

/**
 * The lines above the workloads of a namespace: its policy, the level that it is ready for, the number of violating workloads, and the
 * errors of its labels.
 *
 * @param isPolicyAsked whether workloads are judged by the namespace's policy, and not by `--level`
 */
export function namespaceLines(
  namespace: NamespaceReport,
  isPolicyAsked: boolean,
  { width, paint, ellipsis }: PaintedStyle,
): string[] {
  const { workloads } = namespace;
  const violating = workloads.filter(hasOpen).length;
  const pieces: Piece[] = [{ text: cutEnd(escapeStartName(namespace.name), width, ellipsis), colour: paint.heading }];
  if (isPolicyAsked) pieces.push(...policyPieces(namespace));
  pieces.push({ text: `ready for: ${readyText(namespace)}`, colour: levelColour(readyText(namespace), paint) });
  pieces.push({ text: violatingText(violating, workloads.length, countAccepted(workloads)) });
  return [
    ...flow(pieces, width),
    ...namespace.labelErrors.map(({ message }) => paint.bad(cutEnd(`  ${escapeText(message)}`, width, ellipsis))),
  ];
}

function policyPieces({ policy, exempt, assumedPolicy }: NamespaceReport): Piece[] {
  if (policy === null) return [{ text: "policy unknown" }];
  const origin = `${exempt ? "exempt: " : ""}${assumedPolicy ? "assumed: " : ""}`;
  return MODES.map((mode, index) => ({
    text: `${index === 0 ? origin : ""}${mode}=${levelOf(policy[mode])}${originOf(policy[mode])}`,
  }));
}

/** The source of a part of a policy. Labels are what everyone expects, and the API server's own defaults need no mention. */
function originOf({ from }: PolicyPart): string {
  if (from === "implied") return " (implied)";
  return from === "configuration" ? " (configuration)" : "";
}
