import type { NamespaceReport, PolicyPart } from "../../../report/report.ts";
import { escapeStartName, escapeText } from "../../words/escape.ts";
import { flow, wrap, type Piece } from "../../words/lines.ts";
import { MODES } from "../../../api/mode.ts";
import { policyPartText, levelColour, readyText, shownReady, violatingText } from "../../words/namespace/namespace.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countAccepted } from "../../words/overview.ts";
import { hasOpen } from "../../../report/violations.ts";

/**
 * The lines above the workloads of a namespace: its policy, the level that it is ready for, the number of violating workloads, and the errors
 * of its labels. A policy that lint assumes is marked.
 *
 * @param isPolicyAsked whether workloads are judged by the namespace's policy, and not by `--level`
 */
export function namespaceLines(
  namespace: NamespaceReport,
  isPolicyAsked: boolean,
  { width, paint }: PaintedStyle,
): string[] {
  const { workloads, labelErrors } = namespace;
  const violating = workloads.filter(hasOpen).length;
  const ready = readyText(namespace);
  const pieces: Piece[] = [
    { text: escapeStartName(namespace.name), colour: paint.heading },
    ...(isPolicyAsked ? policyPieces(namespace) : []),
    ...(ready === "-"
      ? []
      : [{ text: ready === "exempt" ? ready : `ready for ${shownReady(ready)}`, colour: levelColour(ready, paint) }]),
    { text: violatingText(violating, workloads.length, countAccepted(workloads)) },
  ];
  return [
    ...flow(pieces, width),
    ...labelErrors.flatMap(({ message }) => wrap(escapeText(message), width, "    ", "  ").map(paint.bad)),
  ];
}

/** A policy that lint assumes is one piece: `assumed enforce=baseline audit=warn=restricted`. In an exempt namespace it judges nothing. */
function policyPieces({ policy, assumedPolicy, exempt }: NamespaceReport): Piece[] {
  if (policy === null || (assumedPolicy && exempt)) return [];
  const bySource = Map.groupBy(MODES, (mode) => policyPartText(policy[mode]) + originOf(policy[mode]));
  const texts = Array.from(bySource, ([source, modes]) => `${modes.join("=")}=${source}`);
  return (assumedPolicy ? [`assumed ${texts.join(" ")}`] : texts).map((text) => ({ text }));
}

/** The source of a part of a policy. Labels are what everyone expects, and the API server's own defaults need no mention. */
function originOf({ from }: PolicyPart): string {
  if (from === "implied") return " (implied)";
  return from === "configuration" ? " (configuration)" : "";
}
