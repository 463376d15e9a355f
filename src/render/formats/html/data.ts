/**
 * The data in the page, which its script reads: blocks of JSON, so that neither side ever has to hold or parse the whole. A block is
 * `{ strings, records }`: the strings that are new in it, and namespaces, each followed by its workloads. The rows are those of
 * rows.ts and namespace.ts; script-data.ts declares the same for the other side.
 */
import type { Report } from "../../../report/report.ts";
import { jsonBlock, toJson } from "./json.ts";
import type { Markup } from "./markup.ts";
import { namespaceRecord, type NamespaceRecord } from "./namespace.ts";
import { workloadRow, type RowSetting, type WorkloadRow } from "./rows.ts";
import { Strings } from "./strings.ts";

/** How much a block holds before it is closed, in characters. */
const BLOCK = 100_000;

/**
 * All that the script shows of namespaces, as elements of the page.
 *
 * @param checks the IDs of checks, whose positions are their numbers
 */
export function* dataBlocks(report: Report, checks: readonly string[]): Generator<Markup, undefined> {
  const strings = new Strings();
  let records: string[] = [];
  let size = 0;
  for (const record of recordsOf(report, { kind: report.kind, checks, strings })) {
    const json = toJson(record);
    records.push(json);
    size += json.length;
    if (size + strings.size < BLOCK) continue;
    yield blockOf(strings, records);
    records = [];
    size = 0;
  }
  if (records.length > 0) yield blockOf(strings, records);
}

function blockOf(strings: Strings, records: readonly string[]): Markup {
  return jsonBlock("data", `{"strings":${toJson(strings.take())},"records":[\n${records.join(",\n")}\n]}`);
}

/** Of the workloads those that violate something, and those that are exempt, of which nobody knows. */
function* recordsOf(report: Report, setting: RowSetting): Generator<NamespaceRecord | WorkloadRow, undefined> {
  for (const namespace of report.namespaces) {
    yield namespaceRecord(namespace, report.kind);
    for (const workload of namespace.workloads) {
      if (workload.violations.length > 0 || workload.exempt !== null) yield workloadRow(workload, setting);
    }
  }
}
