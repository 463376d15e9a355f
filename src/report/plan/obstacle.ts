import type { SeenObstacle } from "./plan-history.ts";

/** A workload that does not meet a level. */
export interface Obstacle {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Its name without the parts that change each time it is created, as in a report of an audit. */
  readonly stableName: string;
  /** In the order of evaluation; empty if only the cluster reports that its pods are rejected. */
  readonly checks: readonly { readonly check: string; readonly detail: string }[];
  /** The API server's message about a new pod of the workload, if the cluster reports that its pods are rejected now; otherwise null. */
  readonly rejected: string | null;
  /** Present if only a history has it (`--history`): it violated the level, and may come back. Its details are not known. */
  readonly seen?: SeenObstacle;
}
