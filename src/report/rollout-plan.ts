/** The value that every output of `kubectl pss plan` reads. Like the report of an audit, it is plain data. */
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
  /** The time at which it was complete, in RFC 3339; absent with `--no-timestamp`. */
  readonly generatedAt?: string;
  readonly target: Target;
  /** The same four, in order, with or without anything to do; with `--step`, that one alone. */
  readonly steps: readonly PlanStep[];
  /** Namespaces without a stricter enforce, with the reason; sorted by name. */
  readonly kept: readonly KeptNamespace[];
  /** The changes of an upgrade of the cluster to `serverVersion`; null if it is not newer than the cluster. */
  readonly upgrade: Upgrade | null;
  /** The cost of labels with a version that is not `latest`; null if none was requested. */
  readonly pin: Pin | null;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
  readonly summary: PlanSummary;
}

/** The counts of a plan. */
export interface PlanSummary {
  readonly namespaces: number;
  /** The number of namespaces that safe steps change. */
  readonly changed: number;
  /** The number of namespaces in the last step, with workloads that must be fixed first. */
  readonly blocked: number;
  readonly kept: number;
  /** The number of namespaces that enforce each level after the safe steps. */
  readonly enforcing: Readonly<Record<"privileged" | Target, number>>;
  /** The number of namespaces whose labels could not be read. `enforcing` does not count them. */
  readonly unknown: number;
}

export type StepId = "close-the-gap" | "observe" | "enforce" | "fix";

/** A step of the plan. */
export interface PlanStep {
  /** From 1. */
  readonly number: number;
  readonly id: StepId;
  readonly title: string;
  readonly why: string;
  /** Whether the API server still admits everything after its commands that it admits today. */
  readonly safe: boolean;
  /** `kubectl label --overwrite ns …`, in the order in which they must run. */
  readonly commands: readonly string[];
  /** The commands that restore the labels as they were before this step. */
  readonly undo: readonly string[];
  /** Sorted by name; in the last step, those with the fewest changes first. */
  readonly namespaces: readonly PlannedNamespace[];
}

/** A step in one namespace. */
export interface PlannedNamespace {
  readonly name: string;
  readonly from: PolicyLabels;
  readonly to: PolicyLabels;
  /** The number of its workloads that make pods or have running ones. */
  readonly workloads: number;
  /** The number of finished pods that kubectl warns about when the labels change. They never start again, so nothing happens to them. */
  readonly finishedPods: number;
  /** The workloads that must be fixed first; empty in a safe step. */
  readonly blockedBy: readonly Obstacle[];
  /** The tool that also sets these labels and would undo a `kubectl label`; null if none is known. */
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

/** A tool that manages the pod-security labels of a namespace. */
export interface LabelOwner {
  /** The field manager in managedFields; empty if only a label of the namespace shows the tool. */
  readonly manager: string;
  /** The place where the labels must be changed instead, as advice. */
  readonly advice: string;
}

/** A namespace that keeps the level that it enforces. */
export interface KeptNamespace {
  readonly name: string;
  readonly reason: "exempt" | "privileged" | "skipped" | "unread";
  /** The reason, as a sentence. */
  readonly because: string;
  /** Its workloads that do not meet baseline. */
  readonly needs: readonly Obstacle[];
}

/** The checks that a pinned version leaves out. */
export interface Pin {
  readonly version: string;
  /** The checks that were added or changed after the pinned version, with the version of the change. They do not run while the pin stays. */
  readonly newer: readonly { readonly check: string; readonly since: string }[];
}

/** The changes in namespaces that use `latest`, if the cluster is upgraded. */
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
}

/** A workload with a different verdict at a newer version. */
export interface UpgradedWorkload extends Obstacle {
  readonly modes: readonly Mode[];
}
