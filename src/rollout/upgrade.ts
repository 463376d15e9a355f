import { MODES, type Mode } from "../admission/labels.ts";
import { LATEST, minorVersion } from "../policy/version.ts";
import type { PlannedNamespaceState } from "./planned-namespace.ts";
import type { Obstacle, UpgradedNamespace, UpgradedWorkload } from "./rollout-plan.ts";

/**
 * What an upgrade of the cluster changes in a namespace, as it is labelled now: pinned versions go on to mean what they do, `latest` means
 * the newer one.
 *
 * @param from the cluster's minor
 * @returns undefined where nothing changes
 */
export function upgradeOf({ input, original }: PlannedNamespaceState, from: number): UpgradedNamespace | undefined {
  const violates = new Map<string, UpgradedWorkload>();
  const holds = new Map<string, UpgradedWorkload>();
  for (const mode of MODES) {
    const { level, version } = original.policy[mode];
    if (version !== LATEST) continue;
    const before = byKey(input.workloads.obstacles({ level, version: minorVersion(from) }));
    const after = byKey(input.workloads.obstacles({ level, version: LATEST }));
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
