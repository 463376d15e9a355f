import { coveredNamespaces } from "../report/gaps/covered.ts";
import { isNarrowed } from "../report/gaps/missing.ts";
import { isUnrendered } from "../report/notes/unrendered.ts";
import type { Report } from "../report/report.ts";
import type { AcceptedRule } from "./rule.ts";

/** Whether a run would have read the workload of a rule, if there were one. If so, a rule that matches no workload matches nothing. */
export type WouldRead = (rule: Pick<AcceptedRule, "namespace">) => boolean;

/**
 * The coverage of an audit: the selected namespaces that it could read. A rule for several namespaces needs all of them.
 *
 * @param isSelected whether the audit was for a namespace
 */
export function coverageOfAudit(report: Report, isSelected: (namespace: string) => boolean): WouldRead {
  const isCovered = coveredNamespaces(report, isSelected);
  const { covered, unreadable } = report;
  const isScoped = covered !== undefined && covered.names === null && covered.selector === null;
  const isWhole = isScoped && covered.skipped.length === 0 && !isNarrowed(report) && unreadable.length === 0;
  return ({ namespace: { literal } }) => (literal === undefined ? isWhole : isCovered(literal));
}

/**
 * The coverage of a lint. A rule does not say in which file its workload is. So a run over single files, such as those of a commit, says nothing about
 * other workloads.
 *
 * @param isWhole whether the run read a directory, a glob or a stream, and not only single files
 */
export function coverageOfLint(report: Report, isWhole: boolean): WouldRead {
  const isComplete = !isIncomplete(report);
  return () => isWhole && isComplete;
}

/** Whether a run could not read, or did not render, something that it was asked to judge. An earlier run may have done so. */
export function isIncomplete(report: Report): boolean {
  return report.unreadable.length > 0 || isNarrowed(report) || report.notes.some(({ code }) => isUnrendered(code));
}
