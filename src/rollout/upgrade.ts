import { MODES, type Mode } from "../api/mode.ts";
import { meaningsOf, type PlannedNamespaceState } from "./planned-namespace.ts";
import type { Obstacle } from "../report/plan/obstacle.ts";
import type { UpgradedNamespace, UpgradedWorkload } from "../report/plan/rollout-upgrade.ts";

/**
 * Finds the changes that an upgrade of the cluster makes in a namespace with its current labels: `latest`, and pins
 * newer than the cluster, get a newer meaning, and every policy gets the rules of the newer release.
 *
 * @param from the cluster's minor
 * @returns undefined if nothing changes
 */
export function upgradeOf(namespace: PlannedNamespaceState, from: number): UpgradedNamespace | undefined {
  const { input, original } = namespace;
  if (namespace.isLeftOut) return undefined;
  const violates = new Map<string, UpgradedWorkload>();
  const holds = new Map<string, UpgradedWorkload>();
  for (const mode of MODES) {
    const { level, version } = original.policy[mode];
    const [after, before] = meaningsOf(version, { upgradeFrom: from }).map((meaning) =>
      byKey(input.workloads.obstacles({ level, ...meaning })),
    );
    if (after === undefined || before === undefined) continue;
    for (const [key, workload] of after) if (!before.has(key)) note(violates, key, workload, mode);
    for (const [key, workload] of before) if (!after.has(key)) note(holds, key, workload, mode);
  }
  if (violates.size === 0 && holds.size === 0) return undefined;
  return { name: input.name, violates: [...violates.values()], holds: [...holds.values()] };
}

function byKey(obstacles: readonly Obstacle[]): ReadonlyMap<string, Obstacle> {
  return new Map(obstacles.map((obstacle) => [`${obstacle.apiVersion} ${obstacle.kind} ${obstacle.name}`, obstacle]));
}

function note(into: Map<string, UpgradedWorkload>, key: string, workload: Obstacle, mode: Mode): void {
  const known = into.get(key);
  into.set(key, { ...(known ?? workload), modes: [...(known?.modes ?? []), mode] });
}
