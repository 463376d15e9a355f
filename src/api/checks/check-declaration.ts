import type { FixDeclaration } from "./fix-declaration.ts";

/**
 * The declaration of a check of the Pod Security Standards, for documents and reports: everything except the rule
 * itself.
 */
export interface CheckDeclaration {
  /** Upstream's ID. It is also the name of the file, of the export and of the document's anchor. */
  readonly id: string;
  readonly level: "baseline" | "restricted";
  /** The control's name, as the Kubernetes documentation gives it. */
  readonly title: string;
  /** The rule in one sentence. */
  readonly requirement: string;
  /** Why the rule matters, in one or two sentences. */
  readonly description: string;
  /**
   * The fields that the newest revision restricts, in the notation of the Kubernetes documentation:
   * `spec.containers[*].securityContext.privileged`.
   */
  readonly restrictedFields: readonly string[];
  /** The values that the newest revision allows in these fields, for people: `undefined / nil`, `false`. */
  readonly allowedValues: readonly string[];
  /** How to fix a violation. */
  readonly remediation: string;
  /** How the check treats pods that run on Windows, where that is not obvious. */
  readonly windows?: string;
  /**
   * How the check treats pods with a user namespace of their own (`spec.hostUsers: false`), where that is not obvious.
   */
  readonly userNamespaces?: string;
  /**
   * A complete object that violates the check, and its fix: YAML in which the first column of each line says whether
   * the fix removes it (`-`), adds it (`+`) or keeps it (a space), as in a unified diff. Before the fix, the object
   * violates this check alone, or also the checks that no object can violate separately. After the fix, it violates no
   * check of its level.
   */
  readonly example: string;
  readonly fix: FixDeclaration;
  /** Sorted by `since`, oldest first. */
  readonly revisions: readonly RevisionDeclaration[];
}

/** A revision of a check: its rule from one version on, until the next revision. */
export interface RevisionDeclaration {
  /** The first minor N of `v1.N` that this revision applies to. */
  readonly since: number;
  /**
   * The rule in CEL, as an admission policy evaluates it: true for a pod that meets it. It uses the variables of the policies that `export`
   * writes.
   */
  readonly cel: string;
  /** The baseline checks that do not run together with this revision. Only restricted checks override others. */
  readonly overrides?: readonly string[];
  /**
   * The difference from the rule before, in one or two sentences; absent in a first revision that overrides nothing.
   */
  readonly change?: string;
  /**
   * Whether more pods meet the rule than before (`relaxes`) or fewer (`tightens`); absent if it is neither, or both.
   */
  readonly effect?: "relaxes" | "tightens";
  /** The fields that this revision restricts, if they differ from those of the newest revision. */
  readonly restrictedFields?: readonly string[];
  /** The values that this revision allows, if they differ from those of the newest revision. */
  readonly allowedValues?: readonly string[];
  /** The rules of older releases, oldest first; absent if they do not differ in verdict or text. */
  readonly earlier?: readonly EarlierRuleDeclaration[];
}

/** A rule that older releases have for a revision, at the same policy version. */
export interface EarlierRuleDeclaration {
  /** The first minor N of an API server `v1.N` that has the next rule. */
  readonly until: number;
  /** The difference of the next rule, in one sentence. */
  readonly change: string;
}

/** A change of the API server itself, at every policy version. */
export interface ReleaseChange {
  /** The first release that has it: `v1.26`. */
  readonly version: string;
  /** A check by its ID, a field of a pod, or a mode. */
  readonly about: string;
  /** The difference, in one or two sentences. */
  readonly change: string;
}

/** A check at one of its revisions. */
export interface RevisedCheck {
  readonly check: CheckDeclaration;
  readonly revision: RevisionDeclaration;
}

/** The changes of a level between two versions. */
export interface LevelChanges {
  readonly level: CheckDeclaration["level"];
  /**
   * The revisions that came between the two versions, including the first revision of a new check; sorted by version,
   * then by the order of evaluation.
   */
  readonly revised: readonly RevisedCheck[];
  /** The baseline checks that no longer run because another check replaces them. */
  readonly overridden: readonly { readonly check: CheckDeclaration; readonly by: CheckDeclaration }[];
}
