import type { Mode } from "../api/mode.ts";
import type { PolicyAction } from "../api/policies/policy-action.ts";
import type { ResolvedPolicy } from "../admission/labels.ts";
import type { LevelVersion } from "../policy/evaluator.ts";

/** Which namespaces the bindings select. */
export type Binding =
  /** As Pod Security Admission does: by the labels of its three modes. */
  | { readonly type: "labels" }
  /** The namespaces without a label for enforce. */
  | { readonly type: "default" }
  /** The namespaces with a label of the user's own. */
  | { readonly type: "label"; readonly key: string; readonly value: string }
  /** No binding is written. */
  | { readonly type: "none" };

/** The requests that a policy does not judge. */
export interface PolicyExemptions {
  readonly users: readonly string[];
  readonly groups: readonly string[];
  readonly runtimeClasses: readonly string[];
  /** `NAMESPACE/NAME`. */
  readonly serviceAccounts: readonly string[];
  readonly namespaces: readonly string[];
  /** Labels of a pod. */
  readonly labels: readonly { readonly key: string; readonly value: string }[];
  /** Containers whose image begins with `prefix` may violate `check`. */
  readonly images: readonly { readonly prefix: string; readonly check: string }[];
}

export interface ExportOptions {
  /** The levels and versions to export; none of them is `privileged`. */
  readonly levels: readonly LevelVersion[];
  /** Whether every version of each level gets a policy, and not only the version of `levels`. */
  readonly allVersions: boolean;
  readonly binding: Binding;
  readonly actions: readonly PolicyAction[];
  /** Whether the controllers of pods are judged too. They are never denied. */
  readonly controllers: boolean;
  readonly exemptions: PolicyExemptions;
  /** The policy of namespaces without labels, from an AdmissionConfiguration. */
  readonly defaults: Readonly<Pick<ResolvedPolicy, Mode>> | undefined;
  /** The IDs of checks that no policy contains. */
  readonly without: readonly string[];
  /** Whether each check is a validation of its own. Then a user sees only the first violation. */
  readonly messagePerCheck: boolean;
  /** The beginning of every name. */
  readonly prefix: string;
  /** The newest minor of the standards that the API server knows. */
  readonly maxMinor: number;
}

/** The options that decide what a policy of a level and version judges. */
export type PolicyRules = Pick<ExportOptions, "exemptions" | "without" | "messagePerCheck">;
