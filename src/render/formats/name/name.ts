import { resourceName } from "../../../report/names.ts";
import type { Report, WorkloadReport } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { hasOpen } from "../../words/violations.ts";

/**
 * One line for each workload that violates anything that no baseline accepts, or in a dry run anything that it did not before: `deployment.apps/web`, as kubectl's
 * `-o name` has it, without the namespace.
 */
export function* renderNames(report: Report): Generator<string, undefined> {
  const isListed = (workload: WorkloadReport): boolean =>
    report.kind === "DryRunReport" ? workload.violations.some(({ newIn }) => newIn.length > 0) : hasOpen(workload);
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      if (isListed(workload)) yield `${escapeText(resourceName(workload, workload.name))}\n`;
    }
  }
}
