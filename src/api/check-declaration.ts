/** What a check of the Pod Security Standards says of itself, for documents and reports: everything but how it judges. */
export interface CheckDeclaration {
  /** Upstream's ID, which is also the name of the file, the export and the document's anchor. */
  readonly id: string;
  readonly level: "baseline" | "restricted";
  /** The control's name, as the Kubernetes documentation gives it. */
  readonly title: string;
  /** What it asks for, in one sentence. */
  readonly requirement: string;
  /** Why it matters, in a sentence or two. */
  readonly description: string;
  /** The fields that the newest revision restricts, in the documentation's notation: `spec.containers[*].securityContext.privileged`. */
  readonly restrictedFields: readonly string[];
  /** The values that the newest revision allows there, for people: `undefined / nil`, `false`. */
  readonly allowedValues: readonly string[];
  /** How to meet it. */
  readonly remediation: string;
  /** What holds for pods that run on Windows, where that is not obvious. */
  readonly windows?: string;
  /** What holds for pods in user namespaces of their own (`spec.hostUsers: false`), where that is not obvious. */
  readonly userNamespaces?: string;
  /**
   * A whole object that violates it, and how to mend it: YAML in which the first column of each line says whether it goes (`-`), comes (`+`)
   * or stays (a space), as in a unified diff. Before, it breaks this check alone, or those that cannot be had apart; after, none of its level.
   */
  readonly example: string;
  /** In rising order of `since`. */
  readonly revisions: readonly RevisionDeclaration[];
}

/** What a check asks for from one version on, until the next revision. */
export interface RevisionDeclaration {
  /** The first minor N of `v1.N` that this revision applies to. */
  readonly since: number;
  /** The baseline checks that are not run where this revision is. Only restricted checks may have any. */
  readonly overrides?: readonly string[];
  /** What differs from what was asked before, in a sentence or two; left out in a first revision that overrides nothing. */
  readonly change?: string;
  /** Whether fewer or more pods meet it than what was asked before; left out where it is neither alone. */
  readonly effect?: "relaxes" | "tightens";
  /** The fields that it restricts, where the newest revision restricts others. */
  readonly restrictedFields?: readonly string[];
  /** The values that it allows, where the newest revision allows others. */
  readonly allowedValues?: readonly string[];
}

/** A check as one of its revisions has it. */
export interface RevisedCheck {
  readonly check: CheckDeclaration;
  readonly revision: RevisionDeclaration;
}

/** What a level asks for differently at a later version. */
export interface LevelChanges {
  readonly level: CheckDeclaration["level"];
  /** The revisions that came in between, the first one of a new check among them; by version, then in the order of evaluation. */
  readonly revised: readonly RevisedCheck[];
  /** The baseline checks that were run and are no longer, since another takes their place. */
  readonly overridden: readonly { readonly check: CheckDeclaration; readonly by: CheckDeclaration }[];
}
