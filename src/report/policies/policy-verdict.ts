/**
 * The part of a report about ValidatingAdmissionPolicies that `kubectl pss export` wrote: plain data, like the whole report (report.ts). It is apart from what
 * Pod Security Admission says, and changes nothing of it.
 */
import type { PolicyAction } from "../../api/policies/policy-action.ts";
import { groupKindOf } from "../../workloads/identity.ts";
import type { Source } from "../../workloads/place.ts";

/** The answer of a policy to a workload that violates it. */
export interface PolicyVerdict extends FoundVerdict {
  /** Whether Pod Security Admission rejects the same pods by enforce. */
  readonly rejectedByLabels: boolean;
  /** Whether it makes the exit code of a lint 1: the policy denies what Pod Security Admission admits. */
  readonly fails: boolean;
}

/** A verdict before it is known what Pod Security Admission says of the workload. */
export interface FoundVerdict {
  readonly namespace: string;
  readonly kind: string;
  readonly apiVersion: string;
  /** The name of the workload; its generateName followed by `*` if it has no other. */
  readonly name: string;
  /** The place of the workload in a file; null in a cluster. */
  readonly source: Source | null;
  readonly policy: string;
  readonly binding: string;
  /** `validationActions` of the binding. */
  readonly actions: readonly PolicyAction[];
  /** Whether the policy judges the object itself, or the pods that will be made of it. */
  readonly subject: "object" | "pods";
  /** The messages of the failed validations, at least one. */
  readonly messages: readonly string[];
  /** The sentences of the API server, complete and unescaped. */
  readonly sentences: readonly string[];
}

/** Whether a policy denies. */
export function denies({ actions }: Pick<FoundVerdict, "actions">): boolean {
  return actions.includes("Deny");
}

/**
 * The number of workloads of some verdicts.
 *
 * @param keyOf identifies a workload
 */
export function workloadCount(verdicts: readonly FoundVerdict[], keyOf: (workload: Keyed) => string): number {
  return new Set(verdicts.map(keyOf)).size;
}

/** Returns the function that identifies the workloads of a report. */
export function keyFor({ kind }: { readonly kind: string }): (workload: Keyed) => string {
  return kind === "LintReport" ? placedKey : verdictKey;
}

type Keyed = Pick<FoundVerdict, "namespace" | "kind" | "apiVersion" | "name" | "source">;

/** Identifies a workload of a cluster. */
export function verdictKey(workload: Keyed): string {
  return JSON.stringify([workload.namespace, groupKindOf(workload), workload.name]);
}

/** Identifies a workload of manifests, which may contain several of one name. */
function placedKey(workload: Keyed): string {
  const { source } = workload;
  return JSON.stringify([verdictKey(workload), source?.file, source?.document, source?.line, source?.rendered?.line]);
}
