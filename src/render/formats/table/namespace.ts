import type { NamespaceReport, PolicyPart } from "../../../report/report.ts";
import { escapeStartName, escapeText } from "../../words/escape.ts";
import { count, flow, type Piece } from "../../words/lines.ts";
import { MODES } from "../../../api/mode.ts";
import type { Colour, Paint } from "../../terminal/paint.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countAccepted } from "../../words/overview.ts";
import { hasOpen, levelOf } from "../../words/violations.ts";
import { cutEnd } from "../../terminal/width.ts";

/**
 * What stands above the workloads of a namespace: its policy, the strictest level that it meets, how much violates it, and what the API
 * server has against its labels.
 *
 * @param isPolicyAsked whether workloads are judged by the policy, and not by `--level`
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
  pieces.push({ text: `strictest level met: ${namespace.strictest}`, colour: levelColour(namespace.strictest, paint) });
  pieces.push({ text: violatingText(violating, workloads.length, countAccepted(workloads)) });
  return [
    ...flow(pieces, width),
    ...namespace.labelErrors.map(({ message }) => paint.bad(cutEnd(`  ${escapeText(message)}`, width, ellipsis))),
  ];
}

/** `2 of 3 workloads violate`, and how many have violations that a baseline accepts where any has. */
export function violatingText(violating: number, workloads: number, accepted = 0): string {
  if (workloads === 0) return "no workloads";
  const verb = violating === 1 ? "violates" : "violate";
  const others = accepted === 0 ? "" : `; ${accepted} with accepted violations`;
  return violating === 0
    ? `no violations in ${count(workloads, "workload")}${others}`
    : `${violating} of ${count(workloads, "workload")} ${verb}${others}`;
}

/** How well a level protects. */
export function levelColour(level: string, paint: Paint): Colour {
  if (level === "restricted") return paint.good;
  return level === "baseline" ? paint.caution : paint.bad;
}

function policyPieces({ policy, exempt, assumedPolicy }: NamespaceReport): Piece[] {
  const origin = `${exempt ? "exempt: " : ""}${assumedPolicy ? "assumed: " : ""}`;
  return MODES.map((mode, index) => ({
    text: `${index === 0 ? origin : ""}${mode}=${levelOf(policy[mode])}${originOf(policy[mode])}`,
  }));
}

/** Labels are what everybody expects, and nobody needs to be told of the API server's own defaults. */
function originOf({ from }: PolicyPart): string {
  if (from === "implied") return " (implied)";
  return from === "configuration" ? " (configuration)" : "";
}
