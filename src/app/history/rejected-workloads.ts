/** The workloads that the API server rejects now although the logs do not name them. */
import { count, plural } from "../../api/words/plural.ts";
import { possibleOwner } from "../../history/events/maker.ts";
import type { HistoryReport } from "../../report/audit-history/history-report.ts";
import type { Note } from "../../report/report.ts";

/** A workload whose pods the API server rejects now. */
export interface RejectedWorkload {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** The names that the note has at most. */
const SHOWN = 5;

/**
 * Makes the note on rejected workloads without a violation in the logs: the logs do not reach to now, or lack the requests.
 *
 * @param includes whether the report is about a namespace
 */
export function rejectedNotes(
  rejected: readonly RejectedWorkload[],
  { namespaces }: Pick<HistoryReport, "namespaces">,
  includes: (namespace: string) => boolean,
): readonly Note[] {
  const logged = new Set(
    namespaces.flatMap(({ name: namespace, workloads }) =>
      workloads.flatMap((workload) => keysOf(namespace, workload)),
    ),
  );
  const others = rejected.filter(
    ({ namespace, ...workload }) => includes(namespace) && !keysOf(namespace, workload).some((key) => logged.has(key)),
  );
  const [first] = others;
  if (first === undefined) return [];
  const shown = others.slice(0, SHOWN).map(({ namespace, kind, name }) => `${kind} ${namespace}/${name}`);
  const more = others.length > SHOWN ? ` and ${others.length - SHOWN} more` : "";
  const message = `the API server rejects the pods of ${count(others.length, "workload")} now, and the logs do not name ${plural(others.length, "it", "them")}: ${shown.join(", ")}${more}. Its messages: kubectl pss audit -n ${first.namespace}`;
  return [{ severity: "warning", code: "partial-history", message, source: null }];
}

/** A workload, and the Deployment or the CronJob that may own it. */
function keysOf(
  namespace: string,
  workload: { readonly kind: string; readonly name: string | null },
): readonly string[] {
  const owner = possibleOwner(workload);
  return [workload, ...(owner === undefined ? [] : [owner])].map(({ kind, name }) =>
    [namespace, kind, name ?? ""].join("\u0000"),
  );
}
