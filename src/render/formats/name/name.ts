import { resourceName } from "../../../api/resource-name.ts";
import type { Report, Result } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { isOpen } from "../../words/violations.ts";

/**
 * Prints a line for each workload with a violation that no baseline accepts, or in a dry run with a new violation: `deployment.apps/web`, as
 * `kubectl -o name` prints it, without the namespace.
 */
export function* renderNames(report: Report): Generator<string, undefined> {
  const violates = (result: Result): boolean =>
    report.kind === "DryRunReport" ? result.newIn.length > 0 : isOpen(result);
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      const { apiVersion, kind, name, results } = workload;
      if (results.some(violates)) yield `${escapeText(resourceName(apiVersion, kind, name))}\n`;
    }
  }
}
