import { count, plural } from "../../../api/words/plural.ts";
import type { MetricsRise, ServerMetrics } from "../../../report/audit-history/server-metrics.ts";
import type { GridStyle } from "../../terminal/style.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { wrap, type Piece } from "../../words/lines.ts";

const HEADINGS = ["ROSE BY", "WHAT", "POLICY", "OF"];

/** Renders what rose in the metrics of an API server, and what that proves. */
export function* renderServerMetrics(
  metrics: ServerMetrics,
  { width, paint, ellipsis, renderGrid }: GridStyle,
): Generator<string, undefined> {
  for (const text of [headline(metrics), ...conclusions(metrics)])
    for (const line of wrap(escapeText(text), width)) yield `${line}\n`;
  const { rises } = metrics;
  if (rises.length === 0) return;
  yield "\n";
  const head = HEADINGS.map((text): Piece => ({ text, colour: paint.heading }));
  const rows = rises.map((rise) =>
    [String(rise.rise), whatText(rise), rise.policy || "-", ofText(rise)].map((text): Piece => ({
      text: escapeName(text),
    })),
  );
  for (const row of renderGrid([head, ...rows], { width, ellipsis, overflow: "wrap" })) yield `${row.trimEnd()}\n`;
}

/** The time that the numbers are about. */
function headline({ file, since, started, isRestarted, evaluated }: ServerMetrics): string {
  const start = started === null ? "the start of the server" : `the start of the server at ${started}`;
  const from = since === null || isRestarted ? start : since;
  const restarted =
    isRestarted && since !== null
      ? ` ${since} does not count: it is from before a restart of the server, or from another server.`
      : "";
  return `${file}: ${count(evaluated, "evaluation")} of pods since ${from}.${restarted}`;
}

function conclusions({ rises, evaluated }: ServerMetrics): readonly string[] {
  const audited = sum(rises, "audit");
  const rejected = sum(rises, "enforce");
  const errors = rises.filter(({ kind }) => kind === "error").reduce((total, { rise }) => total + rise, 0);
  return [
    audited === 0
      ? evaluated === 0
        ? "No pod was judged, so this proves nothing. Watch for longer."
        : "Nothing violates its audit policy."
      : `${count(audited, "request")} ${plural(audited, "violates its", "violate their")} audit policy. The audit log names the workloads: kubectl pss history audit-logs/`,
    ...(rejected > 0 ? [`enforce rejected ${count(rejected, "pod")}.`] : []),
    ...(errors > 0
      ? [`For ${count(errors, "request")}, the policy could not be read: kubectl pss audit names invalid labels.`]
      : []),
    "The metrics are those of one API server. They count dry runs, too, and name no namespace. With several servers, read those of each.",
  ];
}

function sum(rises: readonly MetricsRise[], mode: string): number {
  return rises.filter((rise) => rise.mode === mode).reduce((total, { rise }) => total + rise, 0);
}

function whatText({ kind, mode }: MetricsRise): string {
  if (kind === "exemption") return "exempt";
  if (kind === "error") return "policy not readable";
  return mode === "enforce" ? "rejected by enforce" : `violates ${mode}`;
}

function ofText({ resource, others }: MetricsRise): string {
  const what = resource === "pod" ? "pods" : resource === "controller" ? "controllers" : resource;
  return others === "" ? what : `${what}, ${others}`;
}
