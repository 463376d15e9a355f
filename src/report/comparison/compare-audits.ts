import { compareBytes } from "../../api/words/byte-order.ts";
import type { AuditSnapshot, Fault, NamespaceSnapshot } from "./audit-snapshot.ts";
import type { NamespacePolicy } from "../report.ts";
import type { ReportScope } from "../scope/report-scope.ts";
import type { AuditComparison, ComparedViolation, EarlierReport, ModeMove } from "./comparison.ts";
import { compareWorkloadNames, levelMoves, missingFrom, namesWithout } from "./level-moves.ts";

/**
 * Tells what moved between two audits.
 *
 * @param scope the namespaces that this audit covers
 * @param covers whether this audit read a namespace completely. Otherwise nothing of it is gone only because it is not found
 */
export function compareAudits(
  earlier: EarlierReport,
  before: AuditSnapshot,
  now: AuditSnapshot,
  scope: ReportScope,
  covers: (namespace: string) => boolean,
): AuditComparison {
  const both = [...now].flatMap(([name, current]) => {
    const past = before.get(name);
    return past === undefined ? [] : [{ name, past, current }];
  });
  const levels = (levelOf: (namespace: NamespaceSnapshot) => NamespaceSnapshot["readyFor"]) =>
    levelMoves(both.map(({ name, past, current }) => ({ name, from: levelOf(past), to: levelOf(current) })));
  const ready = levelMoves(
    both
      .filter(({ name }) => covers(name))
      .map(({ name, past, current }) => ({ name, from: past.readyFor, to: current.readyFor })),
  );
  const enforced = levels(({ enforce }) => enforce);
  const gone = both.filter(({ name }) => covers(name));
  const removed = missingFrom(new Map([...before.keys()].map((name) => [name, name])), now).filter(covers);
  const { added, uncovered } = namesWithout([...now.keys()], before, earlier.scope, scope);
  return {
    earlier,
    added,
    uncovered,
    removed: removed.toSorted(compareBytes),
    readyForMore: ready.more,
    readyForLess: ready.less,
    enforcesMore: enforced.more,
    enforcesLess: enforced.less,
    newlyRejected: both
      .flatMap(({ past, current }) => missingFrom(current.rejected, past.rejected))
      .toSorted(compareWorkloadNames),
    noLongerRejected: gone
      .flatMap(({ past, current }) => missingFrom(past.rejected, current.rejected))
      .toSorted(compareWorkloadNames),
    newViolations: violationsOf(both.flatMap(({ past, current }) => missingFrom(current.faults, past.faults))),
    fixedViolations: violationsOf(gone.flatMap(({ past, current }) => missingFrom(past.faults, current.faults))),
    reportsOther: both.flatMap(({ name, past, current }) =>
      (["audit", "warn"] as const).flatMap((mode) => modeMove(name, mode, past.policy, current.policy)),
    ),
  };
}

/** A move of audit or warn. If enforce implies its level, and no label did or does set it, only enforce moved. */
function modeMove(
  name: string,
  mode: ModeMove["mode"],
  past: NamespacePolicy | null,
  current: NamespacePolicy | null,
): ModeMove[] {
  if (past === null || current === null) return [];
  const [before, now] = [past[mode], current[mode]];
  if (before.level === now.level) return [];
  const origins = new Set([before.from, now.from]);
  if (origins.has("implied") && !origins.has("label")) return [];
  return [{ name, mode, from: before.level, to: now.level }];
}

/** Puts the fields of one workload and check together. */
function violationsOf(faults: readonly Fault[]): ComparedViolation[] {
  const groups = Map.groupBy(faults, ({ workload, check }) => JSON.stringify([workload, check]));
  return Array.from(groups.values(), (some): ComparedViolation[] => {
    const [first] = some;
    if (first === undefined) return [];
    const fields = some.flatMap(({ stablePath }) => (stablePath === "" ? [] : [stablePath]));
    return [{ ...first.workload, check: first.check, fields: fields.toSorted(compareBytes) }];
  })
    .flat()
    .toSorted((a, b) => compareWorkloadNames(a, b) || compareBytes(a.check, b.check));
}
