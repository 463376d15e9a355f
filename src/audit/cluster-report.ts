import { compareBytes } from "../api/words/byte-order.ts";
import type { FailOn, NamespaceReport, Note, Report } from "../report/report.ts";
import { formatLevelVersion, type LevelVersion } from "../policy/evaluator.ts";
import { count, plural } from "../api/words/plural.ts";
import { listNames } from "../api/words/quoted.ts";
import { sccNotes } from "./workload/scc.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import type { Inventory } from "./inventory/inventory.ts";

/** The parts of an audit's or a dry run's report that are not in the inventory. */
interface ReportParts {
  readonly kind: "AuditReport" | "DryRunReport";
  /** In any order. */
  readonly namespaces: readonly NamespaceReport[];
  /** The mode whose violations fail the run (`--fail-on`). */
  readonly failOn: FailOn;
  /** The levels that `--level` asks for. */
  readonly levels: readonly LevelVersion[];
  /** The notes on what the command asks for, and on the policies of the namespaces. */
  readonly notes: readonly Note[];
}

/** Makes the report of an audit or a dry run. Denied changes fail the run too. */
export function reportOn(
  inventory: Inventory,
  { kind, namespaces: unsorted, failOn, levels, notes }: ReportParts,
): Report {
  const { source, serverVersion, objects, unreadable, covered } = inventory;
  const namespaces = unsorted.toSorted((a, b) => compareBytes(a.name, b.name));
  const counts = summarizeWorkloads(namespaces.flatMap(({ workloads }) => workloads));
  const denied = namespaces.filter(({ change }) => change !== null && change.denied !== null).length;
  return {
    kind,
    source,
    ...(kind === "AuditReport" && { covered }),
    serverVersion,
    namespaces,
    notes: inventory.notes([...notes, ...sccNotes(namespaces), ...terminatingNotes(inventory)]),
    unreadable,
    accepts: false,
    failOn,
    only: null,
    levels: [...new Set(levels.map(formatLevelVersion))],
    byLevel: false,
    summary: {
      namespaces: namespaces.length,
      objects,
      ...counts,
      failing: counts.failing + denied,
      unreadable: unreadable.length,
    },
  };
}

/** The most names in a note. */
const NAMED = 10;

/**
 * Makes the note on namespaces that are being deleted. Their workloads count like all others: the API server warns about their pods, too
 * (`kubectl label --dry-run=server`), and deleting may take long.
 */
function terminatingNotes({ namespaces }: Pick<Inventory, "namespaces">): readonly Note[] {
  const names = namespaces.filter(({ isTerminating }) => isTerminating).map(({ name }) => name);
  if (names.length === 0) return [];
  const many = `${count(names.length, "namespace")} ${plural(names.length, "is", "are")} being deleted`;
  const message = `${many}, so no new pod can start there, and a label or a fix changes nothing: ${listNames(names.toSorted(compareBytes), NAMED)}`;
  return [{ severity: "info", code: "terminating-namespace", message, source: null }];
}
