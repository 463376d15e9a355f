import { LEVELS, parseLevel, type Level } from "../../api/level.ts";
import type { PlanChoices } from "../scope/report-scope.ts";
import type { KeptNamespace, KeptReason, NamespaceOverview, Pin, PlannedNamespace } from "../plan/rollout-plan.ts";
import type { Obstacle } from "../plan/obstacle.ts";
import type { ComparedObstacle, ComparedWorkload, PlanOption } from "./comparison.ts";
import type { NamespaceState } from "./namespace-states.ts";

/** The parts of a plan that can be compared: those of a whole plan, or of the document of an earlier one. */
export interface ComparablePlan {
  readonly options: PlanChoices;
  readonly pin: Pick<Pin, "version"> | null;
  readonly namespaces: readonly Pick<NamespaceOverview, "name" | "state" | "enforce" | "kept" | "observeDays">[];
  readonly steps: readonly { readonly namespaces: readonly Pick<PlannedNamespace, "name" | "to" | "blockedBy">[] }[];
  readonly kept: readonly Pick<KeptNamespace, "name" | "needs">[];
}

/** The facts about a plan that can be compared with those of another one. */
export interface PlanSnapshot {
  readonly options: Readonly<Record<PlanOption, unknown>>;
  readonly namespaces: ReadonlyMap<string, PlannedSnapshot>;
}

/** A namespace of a plan. */
export interface PlannedSnapshot extends ToFix {
  readonly state: NamespaceState;
  /** The days to observe it before a stricter enforce, or null. */
  readonly observeDays: number | null;
  /** Why enforce is not raised; null if it may be. */
  readonly kept: KeptReason | null;
  /** The level that it enforces, and the one after the safe steps; null if its labels could not be read. */
  readonly enforce: Level | null;
  readonly planned: Level | null;
}

/** The fixes that a namespace needs. */
interface ToFix {
  /** The level that the obstacles block; null if there are none, or the labels do not name it. */
  readonly goal: Level | null;
  /** By workload and the family of the check. */
  readonly obstacles: ReadonlyMap<string, ComparedObstacle>;
  /** The workloads whose pods the cluster reports as rejected. */
  readonly rejected: ReadonlyMap<string, ComparedWorkload>;
}

const ENFORCE = "pod-security.kubernetes.io/enforce";

/**
 * Gathers the facts about a plan. Names are well-formed, since a document contains no lone surrogates.
 *
 * @param familyOf a check, or the one that it replaces at another level
 */
export function planSnapshotOf(
  { options, pin, namespaces, steps, kept }: ComparablePlan,
  familyOf: (check: string) => string,
): PlanSnapshot {
  const toFix = new Map<string, ToFix>();
  const enforced = new Map(namespaces.map(({ name, enforce }) => [name, enforce?.now]));
  for (const { name, needs } of kept) toFix.set(name, toFixOf(levelAbove(enforced.get(name)), needs, familyOf));
  for (const { name, to, blockedBy } of steps.flatMap((step) => step.namespaces)) {
    if (blockedBy.length > 0) toFix.set(name, toFixOf(parseLevel(to[ENFORCE] ?? "") ?? null, blockedBy, familyOf));
  }
  const snapshots = new Map(
    namespaces.map(({ name, state, enforce, kept: reason, observeDays }) => {
      const levels = { enforce: enforce?.now ?? null, planned: enforce?.planned ?? null };
      return [
        name.toWellFormed(),
        { state, kept: reason, observeDays, ...levels, ...(toFix.get(name) ?? toFixOf(null, [], familyOf)) },
      ];
    }),
  );
  return { options: { ...options, pin: pin?.version ?? null }, namespaces: snapshots };
}

/** The needs of a kept namespace are about the level above the one that it enforces. */
function levelAbove(enforce: Level | undefined): Level | null {
  return enforce === undefined ? null : (LEVELS[LEVELS.indexOf(enforce) + 1] ?? enforce);
}

function toFixOf(goal: Level | null, some: readonly Obstacle[], familyOf: (check: string) => string): ToFix {
  const obstacles = new Map<string, ComparedObstacle>();
  const rejected = new Map<string, ComparedWorkload>();
  // A workload of a history is gone, and neither new nor fixed.
  for (const obstacle of some.filter(({ seen }) => seen === undefined)) {
    const workload = workloadOf(obstacle);
    if (obstacle.rejected !== null) rejected.set(JSON.stringify(workload), workload);
    for (const { check } of obstacle.checks) {
      obstacles.set(JSON.stringify([workload, familyOf(check)]), { ...workload, check });
    }
  }
  return { goal, obstacles, rejected };
}

function workloadOf({ apiVersion, kind, namespace, stableName }: Obstacle): ComparedWorkload {
  return {
    apiVersion: apiVersion.toWellFormed(),
    kind: kind.toWellFormed(),
    namespace: namespace.toWellFormed(),
    name: stableName.toWellFormed(),
  };
}
