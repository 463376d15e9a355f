import type { Level } from "../../api/level.ts";
import type { Mode } from "../../api/mode.ts";
import type { Obstacle } from "./obstacle.ts";

/** The changes in namespaces if the cluster is upgraded: the meaning of `latest`, and the rules of the newer release. */
export interface Upgrade {
  readonly from: string;
  readonly to: string;
  readonly namespaces: readonly UpgradedNamespace[];
}

/** The changes of an upgrade in a namespace. */
export interface UpgradedNamespace {
  readonly name: string;
  /** Workloads that the newer version forbids under the namespace's enforce, audit or warn, and the older one allows. */
  readonly violates: readonly UpgradedWorkload[];
  /** Workloads that the newer version allows, and the older one forbids. */
  readonly holds: readonly UpgradedWorkload[];
  /** The level of warn, which follows a stricter enforce label after the upgrade, and not before; null if it stays. */
  readonly warn: { readonly before: Level; readonly after: Level } | null;
}

/** A workload with a different verdict at a newer version. */
export interface UpgradedWorkload extends Obstacle {
  readonly modes: readonly Mode[];
}
