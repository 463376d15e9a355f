import { MODES, type Mode } from "../api/mode.ts";
import { evaluatedBy } from "./meanings.ts";
import type { PlannedNamespaceState } from "./planned-namespace.ts";
import type { Obstacle } from "../report/plan/obstacle.ts";
import type { UpgradedNamespace, UpgradedWorkload } from "../report/plan/rollout-upgrade.ts";

/**
 * Finds the changes that an upgrade of the cluster makes in a namespace with its current labels: `latest`, and pins
 * newer than the cluster, get a newer meaning, every policy gets the rules of the newer release, and warn may follow enforce.
 *
 * @param from the cluster's minor
 * @returns undefined if nothing changes
 */
export function upgradeOf(namespace: PlannedNamespaceState, from: number): UpgradedNamespace | undefined {
  if (namespace.isLeftOut) return undefined;
  const { input } = namespace;
  const newer = namespace.original.policy;
  const older = namespace.originalOn(from);
  const violates = new Map<string, UpgradedWorkload>();
  const holds = new Map<string, UpgradedWorkload>();
  for (const mode of MODES) {
    const after = byKey(input.workloads.obstacles(newer[mode]));
    const before = byKey(input.workloads.obstacles(evaluatedBy(from, older[mode])));
    for (const [key, workload] of after) if (!before.has(key)) note(violates, key, workload, mode);
    for (const [key, workload] of before) if (!after.has(key)) note(holds, key, workload, mode);
  }
  const warn = newer.warn.level === older.warn.level ? null : { before: older.warn.level, after: newer.warn.level };
  if (violates.size === 0 && holds.size === 0 && warn === null) return undefined;
  return { name: input.name, violates: [...violates.values()], holds: [...holds.values()], warn };
}

function byKey(obstacles: readonly Obstacle[]): ReadonlyMap<string, Obstacle> {
  return new Map(obstacles.map((obstacle) => [`${obstacle.apiVersion} ${obstacle.kind} ${obstacle.name}`, obstacle]));
}

function note(into: Map<string, UpgradedWorkload>, key: string, workload: Obstacle, mode: Mode): void {
  const known = into.get(key);
  into.set(key, { ...(known ?? workload), modes: [...(known?.modes ?? []), mode] });
}
