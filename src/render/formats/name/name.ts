import { resourceName } from "../../../report/workload.ts";
import { keyFor } from "../../../report/policies/policy-verdict.ts";
import type { DistinctViolation, Report } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { openViolations } from "../../../report/violations.ts";

/**
 * Prints a line for each workload with violations that are not accepted: `deployment.apps/web`, like kubectl's `-o name`, without the namespace. In a
 * dry run, it is each workload with new violations, or with any if the policy in force is not known. In a lint, also each workload that an admission policy denies,
 * and Pod Security Admission does not.
 */
export function* renderNames(report: Report): Generator<string, undefined> {
  const keyOf = keyFor(report);
  const denied = new Set((report.policies ?? []).filter(({ fails }) => fails).map(keyOf));
  for (const { workloads, change } of report.namespaces) {
    const isCompared = change !== null && change.from !== null;
    const isListed = ({ newIn }: DistinctViolation): boolean => !isCompared || newIn.length > 0;
    for (const workload of workloads) {
      if (openViolations(workload).some(isListed) || denied.has(keyOf(workload)))
        yield `${escapeText(resourceName(workload, workload.name))}\n`;
    }
  }
}
