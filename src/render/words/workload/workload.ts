import { placeText } from "../../../report/place.ts";
import { shownName } from "../../../report/workload.ts";
import type { WorkloadReport } from "../../../report/report.ts";
import { acceptedTexts } from "../acceptance.ts";
import { escapeName, escapeText } from "../escape.ts";
import { flow, wrap, type Piece } from "../lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { hasAcceptedPart, hasOpen } from "../../../report/violations.ts";
import { widthOf } from "../../terminal/width.ts";
import { count } from "../../../api/words/plural.ts";

const INDENT = "  ";

/**
 * `Deployment/web  deploy.yaml:14`, and the reason for an exemption; several lines where the terminal is too narrow. Nothing is cut.
 *
 * @param pods the text about its pods; empty for manifests, which have none
 */
export function workloadLine(workload: WorkloadReport, { width, paint }: PaintedStyle, pods: string = ""): string {
  const { source, exempt } = workload;
  const pieces: Piece[] = [{ text: escapedTitleOf(workload), colour: paint.heading }];
  if (source !== null) {
    const place = source.rendered === undefined ? `${source.file}:${source.line}` : placeText(source);
    pieces.push({ text: escapeText(place), colour: paint.faint });
  }
  if (pods !== "") pieces.push({ text: pods });
  if (exempt !== null) pieces.push({ text: exemptionText(exempt) });
  // Most lines fit, and in a pipe all do.
  const isShort = width === Infinity || widthOf(pieces.map(({ text }) => text).join("  ")) <= width - INDENT.length;
  const lines = isShort
    ? [pieces.map(({ text, colour }) => (colour === undefined ? text : colour(text))).join("  ")]
    : flow(pieces, width - INDENT.length, INDENT.length);
  return lines.map((line) => INDENT + line).join("\n");
}

/** `Deployment/web`, with unprintable characters escaped. */
export function escapedTitleOf({ kind, name }: Pick<WorkloadReport, "kind" | "name">): string {
  return `${escapeText(kind)}/${escapeName(shownName(name))}`;
}

/** The end of the line of a workload without shown violations. */
export function cleanText(workload: WorkloadReport, { paint }: PaintedStyle): string {
  if (hasOpen(workload)) return "";
  if (hasAcceptedPart(workload)) return `  ${paint.faint("violations accepted")}`;
  return workload.exempt === null ? `  ${paint.good("no violations")}` : "";
}

function exemptionText({ by, value }: NonNullable<WorkloadReport["exempt"]>): string {
  return `exempt: ${by === "runtimeClass" ? "runtime class" : by} "${escapeText(value)}"`;
}

/** A line for each violation of a workload that is accepted, also in part: its check, and the reasons. */
export function acceptedLines({ violations }: WorkloadReport, { paint, width }: PaintedStyle): string[] {
  return violations.flatMap((violation) =>
    acceptedTexts(violation).flatMap((text) =>
      wrap(`accepted  ${escapeText(text)}`, width, "      ", "    ").map(paint.faint),
    ),
  );
}

/** The API server's sentences about a workload, with exactly their text and each once, with unprintable characters escaped. A terminal wraps them. */
export function sentenceLines({ results }: WorkloadReport, style: PaintedStyle): string[] {
  const texts = new Set(results.flatMap(({ sentences }) => sentences.map(({ text }) => text)));
  return [...texts].flatMap((text) => sentenceText(text, style));
}

/** A sentence of the API server below a workload; explain reads its lines as one. */
export function sentenceText(text: string, { paint, width }: PaintedStyle): string[] {
  return wrap(escapeText(text), width, "      ", "    ").map(paint.faint);
}

/**
 * Says that security context constraints of OpenShift changed all running pods of a workload, so that they meet what its template violates; empty if they
 * did not. The names are not escaped.
 */
export function sccText({ results, otherResults }: WorkloadReport): string {
  const names = new Set([...results, ...otherResults].flatMap(({ scc }) => scc ?? []));
  if (names.size === 0) return "";
  return `its pods meet a level that its template violates, because OpenShift's SCC ${[...names].join(", ")} changes them`;
}

/** The pods of a workload in a cluster: `3 pods`, `scaled to zero`; empty for a bare Pod, which is one. */
export function podsText({ kind, pods, replicas, static: isStatic }: WorkloadReport): string {
  if (isStatic) return "static pod: runs whatever is enforced";
  if (kind === "Pod") return "";
  if (pods > 0) return count(pods, "pod");
  return replicas === 0 ? "scaled to zero" : "no pods now";
}
