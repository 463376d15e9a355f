/** The evidence of a history in a plan. Texts are not escaped here. */
import { count, plural } from "../../../api/words/plural.ts";
import type { Obstacle } from "../../../report/plan/obstacle.ts";
import type { NamespaceEvidence, PlanHistory } from "../../../report/plan/plan-history.ts";
import type { NamespaceFacts } from "../../../report/plan/rollout-plan.ts";
import { labelText } from "../namespace/namespace.ts";
import { verdictText } from "./verdict-text.ts";

const DAY_LENGTH = 10;

/** `History: audit logs from 2026-11-01 to 2026-11-30 (history.json)`. */
export function historyText({ file, first, last }: PlanHistory): string {
  const days =
    first === null || last === null
      ? "audit logs without events"
      : `audit logs from ${first.slice(0, DAY_LENGTH)} to ${last.slice(0, DAY_LENGTH)}`;
  return `History: ${days} (${file})`;
}

/** The evidence about a namespace: `history: 412 pods on 30 days, and none violates restricted`; empty without a history. */
export function evidenceText({ history }: Pick<NamespaceFacts, "history">): string {
  if (history === undefined) return "";
  return `history: ${history === null ? "nothing is known" : factsText(history)}`;
}

function factsText({ verdict, pods, days, applies, against, fixed }: NamespaceEvidence): string {
  const limits = against === null ? [] : [`workloads violate ${against}, so enforce stays below it`];
  const made = `${count(pods, "pod")} on ${count(days, "day")}`;
  const fixes = fixed === 0 ? [] : [`${count(fixed, "workload")} ${plural(fixed, "is", "are")} fixed since`];
  return [...limits, ...fixes, ...(against === null ? [provenText(verdict, made, applies)] : [])].join("; ");
}

function provenText(verdict: NamespaceEvidence["verdict"], made: string, applies: boolean): string {
  if (!applies) return "it is about other labels or another cluster, so nothing is proven";
  if (verdict.type === "could-enforce") return `${made}, and none violates ${labelText(verdict)}`;
  if (verdict.type === "not-seen") return "no pod was created, so nothing is proven";
  return verdict.type === "unknown" ? `nothing is proven (${verdictText(verdict)})` : made;
}

/** When a workload that only the history has violated the level: `in the audit log 12 times, last 2026-11-29`. */
export function seenText({ seen }: Pick<Obstacle, "seen">): string {
  if (seen === undefined) return "";
  const last = seen.last === null ? "" : `, last ${seen.last.slice(0, DAY_LENGTH)}`;
  return `in the audit log ${count(seen.times, "time")}${last}`;
}

/** The workloads that only the history has, by name: `only in the history: Job/migrate (in the audit log 12 times, last 2026-11-29)`. */
export function seenOnlyText(obstacles: readonly Obstacle[]): string | undefined {
  const seen = obstacles.filter((obstacle) => obstacle.seen !== undefined);
  if (seen.length === 0) return undefined;
  const shown = seen.slice(0, SHOWN).map((obstacle) => `${obstacle.kind}/${obstacle.name} (${seenText(obstacle)})`);
  const others = seen.length - shown.length;
  const more = others > 0 ? ` and ${count(others, "more workload")}` : "";
  return `only in the history: ${shown.join(", ")}${more}. Find out who makes them: kubectl pss history -o wide audit-logs/`;
}

const SHOWN = 3;
