/** The value of `kubectl pss fix --labels`: plain data. */
import type { Note, Unreadable } from "../notes/note.ts";
import type { Source } from "../../workloads/object.ts";
import type { PlanCommand } from "../document/plan-command.ts";
import type { FixedFile } from "./fix-report.ts";

/** The labels of a plan, and the Namespace manifests that get them. */
export interface LabelReport {
  readonly kind: "LabelReport";
  /** The files that change, or that should and could not be verified. */
  readonly files: readonly FixedFile[];
  /** The Namespace manifests of the plan, in the order of the inputs. */
  readonly manifests: readonly LabelledManifest[];
  /** The namespaces that the plan changes and that no input has; sorted by name. */
  readonly missing: readonly string[];
  /** The namespaces whose enforce waits for an observation; sorted by name. Their other labels are set. */
  readonly observed: readonly PlannedLabels[];
  /** The command that makes a newer plan; null if no manifest is stricter than this one. */
  readonly newerPlan: PlanCommand | null;
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
}

/** A Namespace manifest that a plan changes. */
export interface LabelledManifest {
  readonly name: string;
  readonly source: Source;
  /** `edited`: its text has the labels after the edits. `same`: it has them already. `left`: its text cannot be edited. */
  readonly state: "edited" | "same" | "left";
  /** The reason why its text cannot be edited; empty otherwise. */
  readonly reason: string;
}

/** The labels that a plan gives a namespace. */
export interface PlannedLabels {
  readonly name: string;
  /** The pod-security labels to set. */
  readonly to: Readonly<Record<string, string>>;
  /** The pod-security labels that go. */
  readonly removed: readonly string[];
  /** The days to observe it before enforce is raised; null if that is done, or not needed. */
  readonly observeDays: number | null;
}
