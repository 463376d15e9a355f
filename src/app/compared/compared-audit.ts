/** Compares an audit with an earlier one (`--compare`). The bundle has it in a separate file, since most runs compare nothing. */
import { snapshotOf } from "../../report/comparison/audit-snapshot.ts";
import { compareAudits } from "../../report/comparison/compare-audits.ts";
import { comparableWith, decodeEarlier } from "../../report/document/read-earlier.ts";
import { decodeReport } from "../../report/document/read-document.ts";
import { coveredNamespaces } from "../../report/gaps/covered.ts";
import type { ReportScope } from "../../report/scope/report-scope.ts";
import type { Report } from "../../report/report.ts";
import { readComparedFile } from "../../sources/reports/compared-file.ts";

/** Adds to a report what moved since the earlier one. */
export type CompareAudit = (report: Report, scope: ReportScope, includes: (namespace: string) => boolean) => Report;

type FamilyOf = (check: string) => string;

/**
 * Reads an earlier audit.
 *
 * @param familyOf a check, or the one that it replaces. It is passed, so that this file of the bundle does not contain the checks again
 * @throws UserError if the file cannot be read, or is not the report of an audit
 */
export function readComparedAudit(file: string, familyOf: FamilyOf): CompareAudit {
  const readable = comparableWith("audit");
  const { earlier, before } = readComparedFile(file, "audit", (parts) => ({
    earlier: decodeEarlier(parts.fields, file, readable),
    before: snapshotOf(decodeReport(parts, file, readable), familyOf),
  }));
  return (report, scope, includes) => {
    const namespaces = report.namespaces.map((namespace) => ({ namespace, workloads: namespace.workloads }));
    const now = snapshotOf(namespaces, familyOf);
    const compared = compareAudits(earlier, before, now, scope, coveredNamespaces(report, includes));
    return { ...report, compared };
  };
}
