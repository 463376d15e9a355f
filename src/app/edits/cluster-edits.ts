/** Adds the patches of workloads to the report of an audit. */
import { isOver } from "../../accepted/last-day.ts";
import { RuleIndex } from "../../accepted/rule.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import type { AcceptWorkload } from "../../fixes/acceptance.ts";
import { ClusterFixes } from "../../fixes/cluster/cluster-fixes.ts";
import { MOST_ON_PAGE } from "../../report/fix/page-patches.ts";
import type { Report } from "../../report/report.ts";
import { nameOf } from "../../workloads/identity.ts";
import type { AcceptedRequest } from "../accepted/accepted-request.ts";
import { rulesIn } from "../accepted/accepted-violations.ts";
import type { OpenedObjects } from "../inputs/opened-objects.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";

/**
 * Makes the consumer of an inventory that plans the patches.
 *
 * @param accepted the violations that the audit accepts; undefined for none
 * @param patches `page`: those that a page shows
 * @param size the size of what the run keeps
 */
export function clusterFixes(
  { admission, items }: OpenedObjects,
  levels: readonly LevelVersion[],
  accepted: AcceptedRequest | undefined,
  { patches, size }: { readonly patches: "all" | "page"; readonly size: ReportSize },
): ClusterFixes {
  const accept = acceptOf(accepted);
  const most = patches === "all" ? Infinity : MOST_ON_PAGE;
  const options = { admission, levels, kinds: items.kinds, most, ...(accept !== undefined && { accept }) };
  return new ClusterFixes(options, size);
}

/** An audit reads no annotations, so only the list accepts. */
function acceptOf(accepted: AcceptedRequest | undefined): AcceptWorkload | undefined {
  if (accepted?.file === undefined) return undefined;
  const { file, today } = accepted;
  const index = new RuleIndex(rulesIn(file, true));
  return (workload, namespace) => {
    const about = index.about({ kind: workload.kind, namespace, name: nameOf(workload) });
    const rules = about.filter(({ acceptance }) => !isOver(acceptance.until, today));
    if (rules.length === 0) return undefined;
    return (check, container) => rules.find((rule) => rule.accepts(check, container))?.acceptance;
  };
}

/** Adds the patch of each workload that violates its level. */
export function withPatches(report: Report, fixes: ClusterFixes | undefined): Report {
  if (fixes === undefined) return report;
  const namespaces = report.namespaces.map((namespace) => ({
    ...namespace,
    workloads: namespace.workloads.map((workload) => {
      const patch = workload.exempt === null && !workload.finished ? fixes.patchOf(workload) : undefined;
      return patch === undefined ? workload : { ...workload, patch };
    }),
  }));
  return { ...report, namespaces };
}
