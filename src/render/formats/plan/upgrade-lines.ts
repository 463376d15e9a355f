import type { RolloutPlan } from "../../../report/plan/rollout-plan.ts";
import type { UpgradedWorkload } from "../../../report/plan/rollout-upgrade.ts";
import { escapeText } from "../../words/escape.ts";
import { count } from "../../../api/words/plural.ts";
import { wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { explainUpgrade, impliedWarnText, OTHER_CHANGES, UNCHANGED } from "../../words/plan/upgrade.ts";
import { workloadText } from "./words.ts";

const SHOWN = 20;

/** Lists the changes by an upgrade of the cluster, a workload per line. */
export function upgradeLines({ upgrade }: RolloutPlan, { paint, width, details }: PaintedStyle): string[] {
  if (upgrade === null) return [];
  const { from, to, namespaces } = upgrade;
  const title = paint.heading(`Upgrade from ${from} to ${to}`);
  const folded = (text: string): string[] => wrap(text, width - 2).map((line) => `  ${line}`);
  const changes = namespaces.flatMap(({ name, violates, holds }) => [
    ...violates.map((workload) => changeLine(name, workload, "will violate")),
    ...holds.map((workload) => changeLine(name, workload, "will meet")),
  ]);
  const shown = details ? changes : changes.slice(0, SHOWN);
  const others = changes.length - shown.length;
  const more = others === 0 ? [] : [`  and ${count(others, "more workload")}: -o wide shows all of them.`];
  const lines = changes.length === 0 ? [UNCHANGED] : shown;
  const end = [impliedWarnText(upgrade) ?? [], `${OTHER_CHANGES} ${explainUpgrade(upgrade)}`].flat();
  return ["", title, ...lines.flatMap(folded), ...more, ...end.flatMap(folded)];
}

function changeLine(namespace: string, workload: UpgradedWorkload, verb: string): string {
  const checks = workload.checks.map(({ check }) => check).join(", ");
  return `${escapeText(namespace)} ${workloadText(workload)}: ${verb} ${workload.modes.join(", ")} (${checks})`;
}
