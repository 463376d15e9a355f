import type { Report, WorkloadReport } from "../audit/report.ts";
import { escapeText } from "./escape.ts";

/** One line for each workload that violates anything: `deployment.apps/web`, as kubectl's `-o name` has it, without the namespace. */
export function* renderNames(report: Report): Generator<string, undefined> {
  for (const { workloads } of report.namespaces) {
    for (const workload of workloads) {
      if (workload.results.some(({ allowed }) => !allowed)) yield `${resourceName(workload)}\n`;
    }
  }
}

/** The kind in lower case, the group where it has one, and the name; `<unknown>` is kubectl's word for none. */
function resourceName({ kind, apiVersion, name }: WorkloadReport): string {
  const slash = apiVersion.lastIndexOf("/");
  const group = slash === -1 ? "" : `.${apiVersion.slice(0, slash)}`;
  return escapeText(`${kind.toLowerCase()}${group}/${name === "" ? "<unknown>" : name}`);
}
