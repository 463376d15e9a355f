/** The value that every output of `kubectl pss plan` reads: plain data, as the report of an audit is. */
import type { Mode } from "../api/mode.ts";
import type { Note, ReportSource, Unreadable } from "./report.ts";

/** A level that a plan may aim at. */
export type Target = "baseline" | "restricted";

/** The labels of a namespace that Pod Security Admission reads, by name. */
export type PolicyLabels = Readonly<Record<string, string>>;

/** The steps of a cluster to the strictest policy that its workloads meet. */
export interface RolloutPlan {
  readonly kind: "RolloutPlan";
  readonly source: ReportSource;
  /** The version that `latest` was evaluated as: `v1.37`. */
  readonly serverVersion: string;
  readonly target: Target;
  /** The same four, in order, with or without anything to do; with `--step`, that one alone. */
  readonly steps: readonly PlanStep[];
  /** Namespaces that get no stricter enforce, and why; sorted by name. */
  readonly kept: readonly KeptNamespace[];
  /** The changes of an upgrade of the cluster to `serverVersion`; null where it is no newer than the cluster. */
  readonly upgrade: Upgrade | null;
  /** The cost of labels with a version that is not `latest`; null where none is asked for. */
  readonly pin: Pin | null;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
  readonly summary: PlanSummary;
}

/** The counts of a plan. */
export interface PlanSummary {
  readonly namespaces: number;
  /** How many namespaces each safe step changes, and how many must be fixed first. */
  readonly changed: number;
  readonly blocked: number;
  readonly kept: number;
  /** How many namespaces enforce each level once the safe steps are done. */
  readonly enforcing: Readonly<Record<"privileged" | Target, number>>;
}

export type StepId = "close-the-gap" | "observe" | "enforce" | "fix";

/** A step of the plan. */
export interface PlanStep {
  /** From 1. */
  readonly number: number;
  readonly id: StepId;
  readonly title: string;
  readonly why: string;
  /** Whether its commands refuse nothing that is admitted today. */
  readonly safe: boolean;
  /** `kubectl label --overwrite ns …`, to be run in this order. */
  readonly commands: readonly string[];
  /** The commands that restore the labels as they were before this step. */
  readonly undo: readonly string[];
  /** In the order in which they are best dealt with: by name, but in the last step those with the least to change first. */
  readonly namespaces: readonly PlannedNamespace[];
}

/** A step in one namespace. */
export interface PlannedNamespace {
  readonly name: string;
  readonly from: PolicyLabels;
  readonly to: PolicyLabels;
  /** How many workloads there are in it. */
  readonly workloads: number;
  /** The workloads that must be fixed first; empty in a safe step. */
  readonly blockedBy: readonly Obstacle[];
  /** Who else sets these labels, and would undo a `kubectl label`; null where none is known. */
  readonly owner: LabelOwner | null;
}

/** A workload that does not meet a level. */
export interface Obstacle {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** In the order of evaluation. */
  readonly checks: readonly { readonly check: string; readonly detail: string }[];
}

/** Who keeps the pod-security labels of a namespace. */
export interface LabelOwner {
  /** The field manager, as managedFields name it; empty where only a label of the namespace tells. */
  readonly manager: string;
  /** Where to change the labels instead. */
  readonly advice: string;
}

/** A namespace that is left at what it enforces. */
export interface KeptNamespace {
  readonly name: string;
  readonly reason: "exempt" | "privileged" | "skipped" | "unread";
  /** Why, in a sentence. */
  readonly because: string;
  /** The workloads there that do not meet baseline. */
  readonly needs: readonly Obstacle[];
}

/** The checks that a pinned version leaves out. */
export interface Pin {
  readonly version: string;
  /** Checks that have come or changed since, with the version in which they did; they are not asked until the pin is moved. */
  readonly newer: readonly { readonly check: string; readonly since: string }[];
}

/** The changes in namespaces whose policy is `latest` when the cluster is upgraded. */
export interface Upgrade {
  readonly from: string;
  readonly to: string;
  readonly namespaces: readonly UpgradedNamespace[];
}

/** The changes of an upgrade in a namespace. */
export interface UpgradedNamespace {
  readonly name: string;
  /** Workloads that the newer version forbids under the namespace's enforce, audit or warn, and did not forbid. */
  readonly violates: readonly UpgradedWorkload[];
  /** Those that it allows, and did not. */
  readonly holds: readonly UpgradedWorkload[];
}

/** A workload with another verdict at a newer version. */
export interface UpgradedWorkload extends Obstacle {
  readonly modes: readonly Mode[];
}
