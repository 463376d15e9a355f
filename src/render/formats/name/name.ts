import type { Report, Result, WorkloadReport } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { isOpen } from "../../words/violations.ts";

/**
 * Prints a line for each workload with violations that no baseline accepts, or in a dry run with new ones: `deployment.apps/web`, like
 * kubectl's `-o name`, without the namespace.
 */
export function* renderNames(report: Report): Generator<string, undefined> {
  const violates = (result: Result): boolean =>
    report.kind === "DryRunReport" ? result.newIn.length > 0 : isOpen(result);
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      if (workload.results.some(violates)) yield `${resourceName(workload)}\n`;
    }
  }
}

/** The kind in lower case, the group if there is one, and the name; kubectl writes `<unknown>` for a missing name. */
function resourceName({ kind, apiVersion, name }: WorkloadReport): string {
  const slash = apiVersion.lastIndexOf("/");
  const group = slash === -1 ? "" : `.${apiVersion.slice(0, slash)}`;
  return escapeText(`${kind.toLowerCase()}${group}/${name === "" ? "<unknown>" : name}`);
}
