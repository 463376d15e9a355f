import type { LevelVersion } from "../../policy/evaluator.ts";
import type { Mode } from "../../api/mode.ts";
import { violated, type AdmissionResponse } from "../response.ts";
import type { Decision } from "../judge.ts";
import type { Labels } from "../labels.ts";
import type { ExistingPods } from "./existing-pods.ts";

/** The answer to a request, and what is counted and logged about it. */
export interface Reviewed {
  readonly response: AdmissionResponse;
  /** The details of a rejection's status; absent where it has none. */
  readonly details?: StatusDetails;
  readonly records: readonly AdmissionRecord[];
  /** The IDs of the checks that a rejected object violates. */
  readonly checks: readonly string[];
}

/** The fields of `metav1.StatusDetails` that a rejection sets. */
export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly causes?: readonly { readonly reason?: string; readonly message: string; readonly field?: string }[];
}

/** An event of the metrics, as the recorder of k8s.io/pod-security-admission v0.37.2 gets it (metrics/metrics.go). */
export type AdmissionRecord =
  | {
      readonly type: "evaluation";
      readonly decision: "allow" | "deny";
      readonly policy: LevelVersion;
      readonly mode: Mode;
    }
  | { readonly type: "exemption" }
  /** An error is fatal if it prevents the evaluation. */
  | { readonly type: "error"; readonly isFatal: boolean };

/** The labels of a namespace, or why they could not be looked up. */
export type NamespaceLookup = { readonly labels: Labels } | { readonly failure: string };

/** The facts about the cluster that a review needs. */
export interface ReviewSources {
  /** Looks up the labels of a namespace by its name, which is not empty. */
  lookUp(namespace: string): NamespaceLookup | Promise<NamespaceLookup>;
  /** Lists the pods of a namespace; undefined if they cannot be listed. */
  listPods(namespace: string): Promise<ExistingPods | undefined>;
}

/** A review with nothing to count. */
export function unrecorded(response: AdmissionResponse): Reviewed {
  return { response, records: [], checks: [] };
}

/** A review that ends with a fatal error. */
export function failed(response: AdmissionResponse): Reviewed {
  return { response, records: [{ type: "error", isFatal: true }], checks: [] };
}

/**
 * Returns the events of a decision, in the order in which the library records them.
 *
 * @param enforced the policy of enforce in the namespace of a Pod; undefined for an object with a pod template
 */
export function recordsOf(decision: Decision, enforced: LevelVersion | undefined): readonly AdmissionRecord[] {
  switch (decision.type) {
    case "exempt":
      return [{ type: "exemption" }];
    case "unknown-namespace":
      return [{ type: "error", isFatal: true }];
    case "skipped":
      return enforced === undefined
        ? []
        : [{ type: "evaluation", decision: "allow", policy: enforced, mode: "enforce" }];
    case "judged":
      return recordsOfJudged(decision, enforced);
  }
}

function recordsOfJudged(
  { resolution, results }: Extract<Decision, { type: "judged" }>,
  enforced: LevelVersion | undefined,
): readonly AdmissionRecord[] {
  const records: AdmissionRecord[] = [];
  if (resolution.errors.length > 0) records.push({ type: "error", isFatal: false });
  const isDenied = enforced !== undefined && violated(results, "enforce") !== undefined;
  if (enforced !== undefined) {
    records.push({ type: "evaluation", decision: isDenied ? "deny" : "allow", policy: enforced, mode: "enforce" });
  }
  // Warnings are not evaluated for a request that is rejected.
  for (const mode of isDenied ? (["audit"] as const) : (["audit", "warn"] as const)) {
    const result = violated(results, mode);
    if (result === undefined) continue;
    const { level, version } = result;
    records.push({ type: "evaluation", decision: "deny", policy: { level, version }, mode });
  }
  return records;
}
