import { resourceName } from "../../../report/workload.ts";
import type { Report, WorkloadReport } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { hasOpen } from "../../../report/violations.ts";

/**
 * Prints a line for each workload with violations that are not accepted, or in a dry run with new ones: `deployment.apps/web`, like
 * kubectl's `-o name`, without the namespace.
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
