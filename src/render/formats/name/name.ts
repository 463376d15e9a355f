import type { Report, Result, WorkloadReport } from "../../../report/report.ts";
import { escapeText } from "../../words/escape.ts";
import { isOpen } from "../../words/violations.ts";

/**
 * One line for each workload that violates anything that no baseline accepts, or in a dry run anything that it did not before: `deployment.apps/web`, as kubectl's
 * `-o name` has it, without the namespace.
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

/** The kind in lower case, the group where it has one, and the name; `<unknown>` is kubectl's word for none. */
function resourceName({ kind, apiVersion, name }: WorkloadReport): string {
  const slash = apiVersion.lastIndexOf("/");
  const group = slash === -1 ? "" : `.${apiVersion.slice(0, slash)}`;
  return escapeText(`${kind.toLowerCase()}${group}/${name === "" ? "<unknown>" : name}`);
}
