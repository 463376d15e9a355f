import { policyNotes, undecidedNotes } from "../../audit/policies/policy-notes.ts";
import { PolicyReview } from "../../audit/policies/policy-review.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import type { ReadPolicies } from "../../admission/policy-judge.ts";
import { readPolicies } from "../../export/review/read-policies.ts";
import { CHECKS } from "../../policy/checks.ts";
import type { Note } from "../../report/report.ts";
import type { FoundPolicies } from "./found-policies.ts";

/** The review of workloads by the ValidatingAdmissionPolicies of a run. */
export interface PolicyFacts {
  readonly review: PolicyReview;
  /** The policies; called after all of them were found. */
  policies(): ReadPolicies;
  /** The notes about the policies; called after all workloads were reviewed. */
  notes(): readonly Note[];
}

/**
 * Creates the review. The policies are read when the first workload is reviewed, after all of them were found.
 *
 * @param size the size of the report, which gets each verdict
 */
export function policyFacts(found: FoundPolicies, size: ReportSize): PolicyFacts {
  let known: ReadPolicies | undefined;
  const policies = (): ReadPolicies => (known ??= readPolicies(CHECKS, found.objects));
  const review = new PolicyReview(policies, size);
  const sourceOf = (at: number) => {
    const object = found.objects[at];
    if (object === undefined) throw new TypeError("a remark without an object");
    return object.source(object.path);
  };
  return {
    review,
    policies,
    notes: () => [
      ...policyNotes(policies().remarks, found.isFromFiles ? sourceOf : undefined),
      ...undecidedNotes(review),
    ],
  };
}
