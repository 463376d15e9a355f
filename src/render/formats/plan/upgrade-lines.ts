import type { RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import type { UpgradedWorkload } from "../../../report/plan/rollout-upgrade.ts";
import { escapeText } from "../../words/escape.ts";
import { count } from "../../../api/words/plural.ts";
import { wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { workloadText } from "./words.ts";

const SHOWN = 20;

/** Lists the changes by an upgrade of the cluster, a workload per line. */
export function upgradeLines({ upgrade }: RolloutPlan, { paint, width, details }: PaintedStyle): string[] {
  if (upgrade === null) return [];
  const { from, to, namespaces } = upgrade;
  const title = paint.heading(`Upgrade from ${from} to ${to}`);
  if (namespaces.length === 0) return ["", title, "  No verdict changes under the current labels."];
  const changes = namespaces.flatMap(({ name, violates, holds }) => [
    ...violates.map((workload) => changeLine(name, workload, "will violate")),
    ...holds.map((workload) => changeLine(name, workload, "will meet")),
  ]);
  const shown = details ? changes : changes.slice(0, SHOWN);
  const others = changes.length - shown.length;
  const more = others === 0 ? [] : [`  and ${count(others, "more workload")}: -o wide shows all of them.`];
  return ["", title, ...shown.flatMap((line) => wrap(line, width - 2).map((text) => `  ${text}`)), ...more];
}

function changeLine(namespace: string, workload: UpgradedWorkload, verb: string): string {
  const checks = workload.checks.map(({ check }) => check).join(", ");
  return `${escapeText(namespace)} ${workloadText(workload)}: ${verb} ${workload.modes.join(", ")} (${checks})`;
}
