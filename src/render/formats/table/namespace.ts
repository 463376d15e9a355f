import type { NamespaceReport, PolicyPart } from "../../../report/report.ts";
import { escapeStartName, escapeText } from "../../words/escape.ts";
import { flow, wrap, type Piece } from "../../words/lines.ts";
import { MODES } from "../../../api/mode.ts";
import { labelText, levelColour, readyText, shownReady, violatingText } from "../../words/namespace.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { countAccepted } from "../../words/overview.ts";
import { hasOpen } from "../../../report/violations.ts";

/**
 * The lines above the workloads of a namespace: its policy, the level that it is ready for, the number of violating workloads, and the errors
 * of its labels. The policy that lint assumes is in the summary.
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

function policyPieces({ policy, assumedPolicy }: NamespaceReport): Piece[] {
  if (assumedPolicy || policy === null) return [];
  const bySource = Map.groupBy(MODES, (mode) => labelText(policy[mode]) + originOf(policy[mode]));
  return Array.from(bySource, ([source, modes]) => ({ text: `${modes.join("=")}=${source}` }));
}

/** The source of a part of a policy. Labels are what everyone expects, and the API server's own defaults need no mention. */
function originOf({ from }: PolicyPart): string {
  if (from === "implied") return " (implied)";
  return from === "configuration" ? " (configuration)" : "";
}
