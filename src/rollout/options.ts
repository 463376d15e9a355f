import type { ConfiguredAdmission } from "../admission/response.ts";
import type { Version } from "../policy/version.ts";
import type { Target } from "../report/rollout-plan.ts";

/** How a cluster is to be taken to stricter policies. */
export interface PlanOptions {
  readonly admission: ConfiguredAdmission;
  /** How far to go. */
  readonly target: Target;
  /** By how many levels enforce may be raised at once. */
  readonly maxStep: number;
  /** The version that labels are to name; undefined leaves versions as they are. */
  readonly version: Version | undefined;
  /** Namespaces that are left alone. */
  readonly skip: ReadonlySet<string>;
  /** Namespaces that are to stay privileged; undefined for all in which something does not meet baseline. */
  readonly keepPrivileged: ReadonlySet<string> | undefined;
  /** The cluster's own minor, where the plan is made for a newer one. */
  readonly upgradeFrom: number | undefined;
  /** How kubectl is called for this cluster: `kubectl`, and flags that say which one. */
  readonly kubectl: readonly string[];
}

/** What is planned where nobody asks for anything else. */
export const USUAL_PLAN: Omit<PlanOptions, "admission"> = {
  target: "restricted",
  maxStep: 2,
  version: undefined,
  skip: new Set(),
  keepPrivileged: undefined,
  upgradeFrom: undefined,
  kubectl: ["kubectl"],
};
