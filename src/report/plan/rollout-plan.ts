/** The value that every output of `kubectl pss plan` reads. Like the report of an audit, it is plain data. */
import type { Caution, Observed } from "./caution.ts";
import type { Obstacle } from "./obstacle.ts";
import type { NamespaceEvidence, PlanHistory } from "./plan-history.ts";
import type { Target } from "./target.ts";
import type { Upgrade } from "./rollout-upgrade.ts";
import type { Level } from "../../api/level.ts";
import type { PlanComparison } from "../comparison/comparison.ts";
import type { NamespaceState } from "../comparison/namespace-states.ts";
import type { PlanChoices, ReportScope } from "../scope/report-scope.ts";
import type { Note, ReportSource, Unreadable } from "../report.ts";

export type { Target } from "./target.ts";

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
  /** The namespaces that it covers. Those of `--skip` are among them: it has them without a step. */
  readonly scope: ReportScope;
  readonly options: PlanChoices;
  /** How a script recognizes the cluster of the plan. */
  readonly cluster: PlannedCluster;
  /** `kubectl`, and the flags of the commands that select the cluster. */
  readonly kubectl: readonly string[];
  readonly target: Target;
  /** Why there is no plan, as a sentence: the labels of no namespace could be read. Null if there is a plan. */
  readonly noPlan: string | null;
  /** Every namespace, also those without a change; sorted by name. */
  readonly namespaces: readonly NamespaceOverview[];
  /** The same four, in order, with or without anything to do; with `--step`, that one alone. */
  readonly steps: readonly PlanStep[];
  /** Namespaces without a stricter enforce, with the reason; sorted by name. */
  readonly kept: readonly KeptNamespace[];
  /** The changes of an upgrade of the cluster to `serverVersion`; null if it is not newer than the cluster. */
  readonly upgrade: Upgrade | null;
  /** The cost of labels with a version that is not `latest`; null if none was requested. */
  readonly pin: Pin | null;
  /** The history that it was made with (`--history`); absent without one. */
  readonly history?: PlanHistory;
  /** The changes since an earlier plan (`--compare`); absent without one. */
  readonly compared?: PlanComparison;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
  readonly summary: PlanSummary;
}

/** The cluster of a plan. A dump may have neither. */
export interface PlannedCluster {
  /** The uid of namespace kube-system, which no other cluster has; null if it could not be read, or if a dump has several. */
  readonly uid: string | null;
  /** The address of the server, without credentials; null for a dump. */
  readonly server: string | null;
}

/** The counts of a plan. */
export interface PlanSummary {
  readonly namespaces: number;
  /** The number of namespaces that safe steps change. */
  readonly changed: number;
  /** The number of namespaces that a safe step gives a stricter enforce only after an observation. */
  readonly observeFirst: number;
  /** The number of those whose days of observation are over. */
  readonly observationOver: number;
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
  /** How to do the step, beside its commands, in short sentences, some with a command. Only step 2 has some, if a namespace has to wait. */
  readonly how: readonly HowLine[];
  /** Whether the API server still admits everything after its commands that it admits today. */
  readonly safe: boolean;
  /** `kubectl label --overwrite ns …`, in the order in which they must run. */
  readonly commands: readonly string[];
  /** The commands that restore the labels as they were before this step. */
  readonly undo: readonly string[];
  /** Sorted by name; in the last step, those with workloads that are rejected now first, then those with the fewest changes. */
  readonly namespaces: readonly PlannedNamespace[];
  /**
   * The namespaces that belong together in the output: those with the same new labels, the same time to observe and the same owner of the
   * labels. Those that can be changed at once are first, then those whose days of observation are over, then those to observe, and among each of them those with
   * an owner are last. In the last step, each namespace is a group of its own. The commands of all groups are the commands of the step.
   */
  readonly groups: readonly StepGroup[];
}

/** A line of instructions: a text, and the command that it ends with, or null. */
export interface HowLine {
  readonly text: string;
  readonly command: string | null;
  /** The flags of a further plan, in place of the command: only the command line knows the other flags of this run. */
  readonly again?: readonly string[];
}

/** Namespaces that a step changes in the same way. */
export interface StepGroup {
  /** The labels that the step sets. Empty if it sets none, because first something must be fixed that is already forbidden. */
  readonly labels: PolicyLabels;
  /** The days of observation before the commands run, or null. Only a step that raises enforce has some. */
  readonly observeDays: number | null;
  /** The name of the tool that manages the labels of these namespaces, as in `LabelOwner`; null if none is known. */
  readonly tool: string | null;
  /** The names of the namespaces, in the order of the step. */
  readonly namespaces: readonly string[];
  readonly commands: readonly string[];
  readonly undo: readonly string[];
}

/** The facts about a namespace. Only cautions and the days to observe depend on the step: a stricter enforce may have one more caution, `finished`. */
export interface NamespaceFacts {
  readonly name: string;
  /** The number of its workloads that make pods or have running ones. With 0, nothing runs in it, so nothing was tested. */
  readonly workloads: number;
  /** The number of its workloads whose new pods the API server rejects now, as the cluster reports it. */
  readonly rejectedNow: number;
  /** The reasons why its next pods may differ from those of today; in the order of CAUTIONS. */
  readonly cautions: readonly Caution[];
  /** The days to observe it before a stricter enforce: at least 7 if there is a caution, otherwise null. */
  readonly observeDays: number | null;
  /** The CronJob with the longest period, if it makes `observeDays` more than a week; absent otherwise. */
  readonly slowestCronJob?: string;
  /** How long it has been observed for step 3; null if that step does not wait there, or if an earlier step begins the observation. */
  readonly observed: Observed | null;
  /** The tool that also sets these labels and would undo a `kubectl label`; null if none is known. */
  readonly owner: LabelOwner | null;
  /** The evidence of the history about it; null if nothing. Absent without `--history`. */
  readonly history?: NamespaceEvidence | null;
}

/** A namespace in the whole plan. */
export interface NamespaceOverview extends NamespaceFacts {
  /** Its labels of today; null if they could not be read. */
  readonly labels: PolicyLabels | null;
  /** The level that it enforces now, and after the safe steps; null if its labels could not be read. */
  readonly enforce: { readonly now: Level; readonly planned: Level } | null;
  readonly state: NamespaceState;
  /** Why enforce is not raised, as in `kept`; null if the plan may raise it. */
  readonly kept: KeptReason | null;
  /** The ValidatingAdmissionPolicies that deny pods in it, whatever the plan does; absent without any. Sorted by name. */
  readonly deniedBy?: readonly DenyingPolicy[];
}

/** A ValidatingAdmissionPolicy that denies pods of a namespace. */
export interface DenyingPolicy {
  readonly policy: string;
  /** The number of workloads whose pods it denies. */
  readonly workloads: number;
}

/** A step in one namespace. */
export interface PlannedNamespace extends NamespaceFacts {
  readonly from: PolicyLabels;
  readonly to: PolicyLabels;
  /** The number of finished pods that kubectl warns about when the labels change. They never start again, so nothing happens to them. */
  readonly finishedPods: number;
  /** The workloads that must be fixed first; empty in a safe step. */
  readonly blockedBy: readonly Obstacle[];
  /** The workloads that patches would let meet the level; absent if they were not counted. */
  readonly fixable?: FixableObstacles;
  /** The way to lower an enforce that rejects workloads of the namespace; null if enforce rejects none, if only privileged is left, or if something there could not be read. */
  readonly relax: Relaxation | null;
  /** The command of this namespace alone; null if no label changes. */
  readonly command: string | null;
  /** The same command with `--dry-run=server`: the API server answers, and stores nothing; null if no label changes. */
  readonly dryRun: string | null;
  /** The command that restores the labels of this namespace alone; null if no label changes. */
  readonly undo: string | null;
}

/** The workloads that block a level and that edits would let meet it, without taking anything away. */
export interface FixableObstacles {
  readonly workloads: number;
  /** The level of enforce after the step: `restricted`, or with its version. */
  readonly level: string;
}

/** A lower enforce. It is a suggestion: no step of a plan relaxes anything. */
export interface Relaxation {
  /** The strictest level below enforce that all its pods and templates meet. */
  readonly level: Level;
  readonly command: string;
}

/** A tool that manages the pod-security labels of a namespace. */
export interface LabelOwner {
  /** The name of the tool for people: `Argo CD`, `Flux`, `Helm`, `OpenShift`, `kubectl apply`, or the field manager. */
  readonly tool: string;
  /** The field manager in managedFields; empty if only a label of the namespace shows the tool. */
  readonly manager: string;
  /** The place where the labels must be changed instead, as advice. */
  readonly advice: string;
}

/** A namespace that keeps the level that it enforces. */
export interface KeptNamespace {
  readonly name: string;
  readonly reason: KeptReason;
  /** The reason, as a sentence. Namespaces with the same reason may have different sentences. */
  readonly because: string;
  /** Its workloads that do not meet the next level, up to the target. */
  readonly needs: readonly Obstacle[];
}

/**
 * Why enforce is not raised: the namespace is exempt; nothing runs in it (`--include-empty` raises it); a tool manages its labels
 * (`--skip-managed`); it stays privileged (`--keep-privileged`); it is skipped (`--skip`); Kubernetes itself creates it, and nothing runs in it; it is being deleted; something in it, or its labels, could not be read or judged.
 */
export const KEPT_REASONS = [
  "empty",
  "exempt",
  "managed",
  "privileged",
  "skipped",
  "system",
  "terminating",
  "unread",
] as const;

export type KeptReason = (typeof KEPT_REASONS)[number];

/** The checks that a pinned version leaves out. */
export interface Pin {
  readonly version: string;
  /** The checks that were added or changed after the pinned version, with the version of the change. They do not run while the pin stays. */
  readonly newer: readonly { readonly check: string; readonly since: string }[];
}
