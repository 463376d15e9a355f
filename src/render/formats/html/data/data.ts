/**
 * The data of the page, in blocks of JSON, so that neither side holds or parses the whole. A block is `{ strings, records }`: its new
 * strings, and namespaces, each followed by its workloads. The rows are declared in rows.ts and namespace.ts, and for the page's script in
 * page/script/data.js.
 */
import type { Report } from "../../../../report/report.ts";
import { jsonBlock, toJson } from "../../../page/json.ts";
import type { Markup } from "../../../page/markup.ts";
import { namespaceRecord, readinessRecord, type NamespaceRecord } from "./namespace.ts";
import { workloadRow, type RowSetting, type WorkloadRow } from "./rows.ts";
import { Strings } from "../../../page/strings.ts";
import { shownViolations } from "../shown.ts";
import { worstFirst } from "../../../words/audit/worst-first.ts";

/** The size of a block at which it is closed, in characters. */
const BLOCK = 100_000;

/**
 * Yields the data of all namespaces, as elements of the page.
 *
 * @param checks the IDs of checks; a check's position is its number
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
  return jsonBlock("data", `{"strings":${toJson(strings.takeUnwritten())},"records":[\n${records.join(",\n")}\n]}`);
}

/** Yields the workloads that violate something, and the exempt ones, which nothing judges. */
function* recordsOf(report: Report, setting: RowSetting): Generator<NamespaceRecord | WorkloadRow, undefined> {
  const isAudit = report.kind === "AuditReport";
  const ranks = new Map(isAudit ? worstFirst(report.namespaces).map((namespace, rank) => [namespace, rank]) : []);
  for (const namespace of report.namespaces) {
    const rank = ranks.get(namespace);
    const readiness = rank === undefined ? undefined : readinessRecord(namespace, rank, setting.checks);
    yield namespaceRecord(namespace, report, readiness);
    for (const workload of namespace.workloads) {
      const violations = shownViolations(workload, report);
      if (violations.length > 0 || workload.exempt !== null) yield workloadRow(workload, violations, setting);
    }
  }
}
