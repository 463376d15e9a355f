import type { FieldChange } from "../api/checks/field-change.ts";
import type { Level } from "../api/level.ts";
import type { PolicyMapping } from "./psp/mapping.ts";
import type { CheckDeclaration, LevelChanges, ReleaseChange, RevisedCheck } from "../api/checks/check-declaration.ts";

/** The topic of `kubectl pss explain`, with all its facts. */
export type Explanation = { /** The version that `latest` means: `v1.37`. */ readonly serverVersion: string } & (
  | { readonly topic: "checks"; readonly checks: readonly CheckDeclaration[] }
  | { readonly topic: "check"; readonly check: CheckDeclaration; readonly checks: readonly CheckDeclaration[] }
  | ({ readonly topic: "level" } & LevelRequirements)
  | ({ readonly topic: "versions" } & VersionChanges)
  | ({ readonly topic: "matches" } & MatchingChecks)
  | ({ readonly topic: "messages" } & ExplainedMessages)
  | { readonly /** A controller without pods; or a warn that no label sets. */ topic: "missing-pods" | "implied" }
  | ({ readonly topic: "kinds" } & ExplainedKinds)
  | { readonly topic: "pod-security-policy"; readonly mapping: PolicyMapping }
  | ({ readonly topic: "topics" } & SeveralTopics)
);

/** The kinds of custom resources that a word names: projects have kinds of one name. */
export interface ExplainedKinds {
  readonly kinds: readonly ExplainedKind[];
}

/** A kind of custom resource that contains pods, in words. */
export interface ExplainedKind {
  readonly group: string;
  readonly kind: string;
  /** `v1, v1alpha1`; empty if they are not known. */
  readonly versions: string;
  /** The kinds that its operator makes; empty if they are not known. */
  readonly makes: string;
  /** Whether only fields that are set can violate, in all of its places. */
  readonly isPartial: boolean;
  /** The places of its pods: `.spec.template`, a `pod template`; or the parts of a pod below the path. */
  readonly places: readonly { readonly path: string; readonly shape: string; readonly parts: readonly string[] }[];
  /** The containers that its operator merges into its own. */
  readonly merged: readonly string[];
  /** The field with which an object makes no pods; empty if there is none. */
  readonly unless: string;
  readonly isTemplate: boolean;
  readonly isClusterScoped: boolean;
  /** The fields that its operator adds to the pods, as sentences; may be empty. */
  readonly adds: string;
  /** The parts that are not judged, as sentences; may be empty. */
  readonly caveat: string;
  /** The source of the facts about its operator: its code, or the documentation of its project. */
  readonly source: "code" | "documentation";
}

/** Several topics, in the order of the command line. */
export interface SeveralTopics {
  readonly topics: readonly Explanation[];
}

/** The requirements of a level at a version, `v1.30` or `latest`. */
export interface LevelRequirements {
  readonly level: Level;
  readonly version: string;
  /** The version that `latest` means: `v1.37`. */
  readonly serverVersion: string;
  /** The checks that run at this version, each with its revision. */
  readonly revised: readonly RevisedCheck[];
}

/** The changes between two versions, the older one first. */
export interface VersionChanges {
  readonly from: string;
  readonly to: string;
  readonly levels: readonly LevelChanges[];
  /** The changes of the API server that apply at every policy version, oldest first. */
  readonly releases: readonly ReleaseChange[];
}

/** The checks that a field, a reason or other words belong to: more than one. */
export interface MatchingChecks {
  readonly words: string;
  readonly checks: readonly CheckDeclaration[];
}

/** The API server's messages in a text. */
export interface ExplainedMessages {
  /** In the order of the text. Messages with the same violations are one. */
  readonly messages: readonly ExplainedMessage[];
  /** The number of messages whose violations cannot be read. */
  readonly unread: number;
  /** The number of lines without a message. Empty lines do not count. */
  readonly otherLines: number;
}

/** A message of the API server about violations. */
export interface ExplainedMessage {
  /**
   * `rejected`: a pod was rejected. `warned`: a warning or an audit annotation. `existing`: a warning about running
   * pods. `bare`: violations without the words that tell whether a pod was rejected.
   */
  readonly type: "rejected" | "warned" | "existing" | "bare";
  /** The level and the version that it names; null if it names none. */
  readonly level: Level | null;
  readonly version: string | null;
  /** The names of the pods, in the order of the text. */
  readonly pods: readonly string[];
  /** The number of other pods that it counts and does not name. */
  readonly otherPods: number;
  /** The file that kubectl read the object from; null if the message names none. */
  readonly file: string | null;
  /** The number of times that the text has it. */
  readonly count: number;
  /** True for a rejection if a warning in the text has the same violations; the warning is left out. */
  readonly alsoWarned?: true;
  readonly violations: readonly ExplainedViolation[];
  /** The end of the message, if its words are unknown; empty otherwise. */
  readonly unknown: string;
  /** Whether the text ends within the message, so that violations may be missing. */
  readonly cut: boolean;
}

/** A violation in a message. */
export interface ExplainedViolation {
  readonly check: CheckDeclaration;
  readonly reason: string;
  /** Empty if the message has the reason alone. */
  readonly detail: string;
  /** The names of the containers, in the order of the message. */
  readonly containers: readonly string[];
  /** The changes that fix it; empty if the message does not say enough. */
  readonly changes: readonly FieldChange[];
}

/** Whether messages are read in part only, so that violations may be missing. */
export function isIncomplete({ messages, unread }: ExplainedMessages): boolean {
  return unread > 0 || messages.some(({ cut }) => cut);
}

/** Whether one document for programs has all of an explanation: several topics are one if each is a list of checks. Kinds have none. */
export function isOneList(explanation: Explanation): boolean {
  if (explanation.topic !== "topics") return true;
  return explanation.topics.every(({ topic }) => topic === "check" || topic === "matches" || topic === "level");
}
