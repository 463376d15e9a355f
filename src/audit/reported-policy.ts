/** The policy of a namespace in a report. */
import type { LabelResolution, ResolvedPolicy } from "../admission/labels.ts";
import { formatLevelVersion } from "../policy/evaluator.ts";
import type { Rejections } from "./inventory/rejections.ts";
import type { RejectionsInNamespace } from "./workload/reported-rejection.ts";
import type { NamespacePolicy, NamespaceReport, PolicyPart } from "../report/report.ts";

/** Converts a policy to the form of a report. */
export function partsOf({ enforce, audit, warn }: ResolvedPolicy): NamespacePolicy {
  return { enforce: partOf(enforce), audit: partOf(audit), warn: partOf(warn) };
}

/** The fields of a namespace's report that its labels result in. */
export function reportedLabels({
  policy,
  errors,
  isLabelled,
}: LabelResolution): Pick<NamespaceReport, "labelled" | "labelErrors"> & { readonly policy: NamespacePolicy } {
  return { labelled: isLabelled, labelErrors: errors, policy: partsOf(policy) };
}

/**
 * The rejections that the cluster reports of the pods in a namespace.
 *
 * @param resolution the policy of now; undefined if the labels are not known
 */
export function rejectionsIn(
  namespace: string,
  resolution: LabelResolution | undefined,
  rejections: Rejections,
): RejectionsInNamespace {
  const enforce = resolution?.policy.enforce;
  return {
    of: (workload) => rejections.of(namespace, workload),
    enforced: enforce?.from === "label" ? formatLevelVersion(enforce) : undefined,
  };
}

function partOf({ level, version, from }: ResolvedPolicy["warn"]): PolicyPart {
  return { level, version: version.text, from };
}
