/** The data of the page: namespaces, each followed by its workloads. The rows are declared in rows.ts and namespace.ts, and for the page's script in page/script/data.js. */
import type { Report } from "../../../../report/report.ts";
import { dataBlocks } from "../../../page/data-blocks.ts";
import type { Markup } from "../../../page/markup.ts";
import { Strings } from "../../../page/strings.ts";
import { worstFirst } from "../../../words/audit/worst-first.ts";
import { shownViolations } from "../shown.ts";
import { namespaceRecord, readinessRecord, type NamespaceRecord } from "./namespace.ts";
import { PatchRows } from "./patch.ts";
import { workloadRow, type RowSetting, type WorkloadRow } from "./rows.ts";

/**
 * Yields the data of all namespaces, as elements of the page.
 *
 * @param checks the IDs of checks; a check's position is its number
 * @param kubectl writes a command for the cluster of the run
 */
export function reportBlocks(
  report: Report,
  checks: readonly string[],
  kubectl?: (words: readonly string[]) => string,
): Generator<Markup, undefined> {
  const strings = new Strings();
  const patches = new PatchRows(report, strings, kubectl);
  return dataBlocks(recordsOf(report, { kind: report.kind, checks, strings, patches }), strings);
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
