import { count } from "../../../../../api/words/plural.ts";
import type { RolloutPlan } from "../../../../../report/plan/rollout-plan.ts";
import { untrusted, markup, type Content } from "../../../../page/markup.ts";
import { explainUpgrade, impliedWarnText, OTHER_CHANGES, UNCHANGED } from "../../../../words/plan/upgrade.ts";
import { workloadText } from "../../words.ts";

/** The limit of shown workloads. */
const MOST = 200;

/** The changes by an upgrade of the cluster; undefined if the plan is not for one. */
export function upgradeSection({ upgrade }: RolloutPlan): Content {
  if (upgrade === null) return undefined;
  const { from, to, namespaces } = upgrade;
  const changes = namespaces.flatMap(({ name, violates, holds }) => [
    ...violates.map((workload) => ({ name, workload, verb: "will violate" })),
    ...holds.map((workload) => ({ name, workload, verb: "will meet" })),
  ]);
  const warned = impliedWarnText(upgrade, String);
  const others = changes.length - MOST;
  return markup`<section aria-labelledby="upgrade-heading">
<h2 id="upgrade-heading">Upgrade from ${from} to ${to}</h2>
${
  changes.length === 0
    ? markup`<p>${UNCHANGED}</p>\n`
    : markup`<ul class="notes">
${changes
  .slice(0, MOST)
  .map(
    ({ name, workload, verb }) =>
      markup`<li>${untrusted(`${name} ${workloadText(workload)}`)}: ${verb} ${workload.modes.join(", ")} (${workload.checks
        .map(({ check }) => check)
        .join(", ")})</li>\n`,
  )}</ul>
${others > 0 ? markup`<p class="faint">and ${count(others, "more workload")}: -o json lists them</p>\n` : undefined}`
}${warned === undefined ? undefined : markup`<p>${untrusted(warned)}</p>\n`}<p>${OTHER_CHANGES} <code>${explainUpgrade(upgrade)}</code></p>
</section>
`;
}
