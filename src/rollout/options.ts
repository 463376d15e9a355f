import type { ConfiguredAdmission } from "../admission/response.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import type { Version } from "../policy/version.ts";
import type { PlanChoices } from "../report/scope/report-scope.ts";
import type { Target } from "../report/plan/rollout-plan.ts";

/** The options of a plan. */
export interface PlanOptions {
  readonly admission: ConfiguredAdmission;
  /** The strictest level that the plan aims at. */
  readonly target: Target;
  /** The largest number of levels by which one step raises enforce. */
  readonly maxStep: number;
  /** The version to write into the labels; undefined keeps the versions of the labels. */
  readonly version: Version | undefined;
  /** Namespaces that the plan does not change. */
  readonly skip: ReadonlySet<string>;
  /** Whether namespaces are left out whose labels another tool manages. */
  readonly skipManaged: boolean;
  /** Whether enforce is raised in namespaces where nothing runs. */
  readonly includeEmpty: boolean;
  /** Whether a history keeps enforce back. */
  readonly hasHistory: boolean;
  /** Namespaces that keep the level that they enforce, usually privileged. */
  readonly keepPrivileged: ReadonlySet<string>;
  /** The cluster's current minor, if the plan is for an upgrade to a newer one. */
  readonly upgradeFrom: number | undefined;
  /** The kubectl call for this cluster: `kubectl`, and flags that select the cluster. */
  readonly kubectl: readonly string[];
}

/** The options that decide what a plan wants, for its report. */
export function choicesOf(options: PlanOptions): PlanChoices {
  const { maxStep, skip, skipManaged, keepPrivileged, includeEmpty, hasHistory } = options;
  return {
    maxStep,
    skip: [...skip].toSorted(compareBytes),
    skipManaged,
    keepPrivileged: [...keepPrivileged].toSorted(compareBytes),
    includeEmpty,
    history: hasHistory,
  };
}

/** The defaults of a plan. */
export const USUAL_PLAN: Omit<PlanOptions, "admission"> = {
  target: "restricted",
  maxStep: 2,
  version: undefined,
  skip: new Set(),
  skipManaged: false,
  includeEmpty: false,
  hasHistory: false,
  keepPrivileged: new Set(),
  upgradeFrom: undefined,
  kubectl: ["kubectl"],
};
