import { count, plural } from "../../../api/words/plural.ts";
import type {
  AuditComparison,
  ComparedObstacle,
  ComparedViolation,
  ComparedWorkload,
  LevelMove,
  PlanComparison,
  PlanOption,
} from "../../../report/comparison/comparison.ts";
import type { NamespaceState } from "../../../report/comparison/namespace-states.ts";
import type { ReportScope } from "../../../report/scope/report-scope.ts";
import type { Report, ReportSource } from "../../../report/report.ts";
import { resourceName } from "../../../report/workload.ts";
import { nameSome } from "../lines.ts";
import { timeText } from "../made.ts";
import { STATE_TITLES } from "../plan/plan-states.ts";

/** The changes since an earlier report, in words. The texts contain names, so each format escapes them. */
export interface ComparedText {
  /** `Since last-week.json of 2026-11-23 at 12:00 UTC: 1 new violation, 2 namespaces ready for more` */
  readonly headline: string;
  /** Why something may look as if it had moved, a sentence each. */
  readonly doubts: readonly string[];
  /** The worst first; only those with items. */
  readonly groups: readonly ComparedGroup[];
}

/** The moves of one kind. */
export interface ComparedGroup {
  /** `2 namespaces ready for more` */
  readonly title: string;
  readonly tone: "bad" | "good" | "plain";
  readonly items: readonly string[];
}

/** The changes, and the report that the run made. */
type Compared = Pick<Report, "source" | "serverVersion"> & { readonly compared?: AuditComparison | PlanComparison };

/**
 * Says what moved since an earlier report.
 *
 * @param arrow the mark between before and after
 * @returns undefined if the run compares nothing
 */
export function comparedText({ compared, ...report }: Compared, arrow: string): ComparedText | undefined {
  if (compared === undefined) return undefined;
  const { earlier } = compared;
  const groups = groupsOf(compared, arrow).filter(({ items }) => items.length > 0);
  const when = earlier.generatedAt === null ? "" : ` of ${timeText(earlier.generatedAt)}`;
  const moves = groups.length === 0 ? "nothing moved" : groups.map(({ title }) => title).join(", ");
  return { headline: `Since ${earlier.file}${when}: ${moves}`, doubts: doubtsOf(compared, report), groups };
}

function doubtsOf(
  compared: AuditComparison | PlanComparison,
  { source, serverVersion }: Pick<Report, "source" | "serverVersion">,
): string[] {
  const { earlier, uncovered } = compared;
  const options = "otherOptions" in compared ? compared.otherOptions.map((option) => OPTIONS[option]) : [];
  return [
    ...(isSameSource(earlier.source, source)
      ? []
      : [`The earlier report is of another input: ${sourceText(earlier.source)}.`]),
    ...(uncovered.length === 0
      ? []
      : [
          `The earlier report covered only ${coveredText(earlier.scope)}: the changes in ${count(uncovered.length, "other namespace")} are not known.`,
        ]),
    ...(options.length === 0
      ? []
      : [`The earlier plan was made with another ${options.join(", ")}: moves with no other cause are left out.`]),
    ...(earlier.complete ? [] : ["The earlier report is incomplete: objects that it could not read may look new."]),
    ...(earlier.serverVersion === serverVersion
      ? []
      : [`The earlier report was evaluated as Kubernetes ${earlier.serverVersion}, whose checks may differ.`]),
  ];
}

/** Files of a dump have other names each time. The server decides, since a context may be renamed. */
function isSameSource(a: ReportSource, b: ReportSource): boolean {
  return a.type === "files" || b.type === "files" || a.server === b.server;
}

/** The flags of the options of a plan. */
const OPTIONS: Readonly<Record<PlanOption, string>> = {
  maxStep: "--max-step",
  pin: "--pin",
  skip: "--skip",
  skipManaged: "--skip-managed",
  keepPrivileged: "--keep-privileged",
  includeEmpty: "--include-empty",
  history: "--history",
};

/** `namespace shop`, `namespaces with team=a`, `namespaces other than shop`. */
function coveredText({ names, selector, skipped }: ReportScope): string {
  if (names !== null) return `${plural(names.length, "namespace", "namespaces")} ${nameSome(names)}`;
  if (selector !== null) return `namespaces with ${selector}`;
  return `namespaces other than ${nameSome(skipped)}`;
}

function sourceText(source: ReportSource): string {
  return source.type === "files" ? count(source.files, "file") : source.server;
}

function groupsOf(compared: AuditComparison | PlanComparison, arrow: string): readonly ComparedGroup[] {
  const move = ({ name, from, to }: LevelMove): string => `${name}: ${from} ${arrow} ${to}`;
  const namespaces = (all: readonly unknown[], words: string): string => `${count(all.length, "namespace")} ${words}`;
  const { newlyRejected, noLongerRejected, readyForLess, readyForMore, enforcesLess, enforcesMore, added, removed } =
    compared;
  const [worse, better] = "newViolations" in compared ? violationGroups(compared) : obstacleGroups(compared);
  return [
    {
      title: `${count(newlyRejected.length, "workload")} rejected since then`,
      tone: "bad",
      items: newlyRejected.map(workloadText),
    },
    worse,
    { title: namespaces(readyForLess, "ready for less"), tone: "bad", items: readyForLess.map(move) },
    { title: namespaces(enforcesLess, "with a looser enforce"), tone: "bad", items: enforcesLess.map(move) },
    {
      title: `${count(noLongerRejected.length, "workload")} no longer rejected`,
      tone: "good",
      items: noLongerRejected.map(workloadText),
    },
    better,
    { title: namespaces(readyForMore, "ready for more"), tone: "good", items: readyForMore.map(move) },
    { title: namespaces(enforcesMore, "with a stricter enforce"), tone: "good", items: enforcesMore.map(move) },
    "moved" in compared ? movedGroup(compared, arrow) : reportsGroup(compared, arrow),
    { title: count(added.length, "added namespace"), tone: "plain", items: added },
    { title: count(removed.length, "removed namespace"), tone: "plain", items: removed },
  ];
}

function violationGroups({ newViolations, fixedViolations }: AuditComparison): [ComparedGroup, ComparedGroup] {
  return [
    { title: count(newViolations.length, "new violation"), tone: "bad", items: newViolations.map(violationText) },
    {
      title: count(fixedViolations.length, "fixed violation"),
      tone: "good",
      items: fixedViolations.map(violationText),
    },
  ];
}

function obstacleGroups({ newObstacles, fixedObstacles }: PlanComparison): [ComparedGroup, ComparedGroup] {
  return [
    { title: count(newObstacles.length, "new violation"), tone: "bad", items: newObstacles.map(obstacleText) },
    { title: count(fixedObstacles.length, "fixed violation"), tone: "good", items: fixedObstacles.map(obstacleText) },
  ];
}

function movedGroup({ moved }: PlanComparison, arrow: string): ComparedGroup {
  return {
    title: `${count(moved.length, "namespace")} moved`,
    tone: "plain",
    items: moved.map(({ name, from, to, observeDays }) => {
      const after = observeDays === null ? "" : ` after ${observeDays} days of observation`;
      return `${name}: ${stateText(from)} ${arrow} ${stateText(to)}${after}`;
    }),
  };
}

function stateText(state: NamespaceState): string {
  return STATE_TITLES[state].toLowerCase();
}

/** The levels of audit and warn, a line for each namespace. */
function reportsGroup({ reportsOther }: AuditComparison, arrow: string): ComparedGroup {
  const namespaces = [...Map.groupBy(reportsOther, ({ name }) => name)];
  return {
    title: `${count(namespaces.length, "namespace")} with other audit or warn levels`,
    tone: "plain",
    items: namespaces.map(([name, moves]) => {
      const modes = moves.map(({ mode, from, to }) => `${mode} ${from} ${arrow} ${to}`);
      return `${name}: ${modes.join(", ")}`;
    }),
  };
}

function workloadText(workload: ComparedWorkload): string {
  return `${workload.namespace} ${resourceName(workload, workload.name)}`;
}

function violationText(violation: ComparedViolation): string {
  const { check, fields } = violation;
  return `${workloadText(violation)}: ${check}${fields.length === 0 ? "" : ` at ${fields.join(", ")}`}`;
}

function obstacleText(obstacle: ComparedObstacle): string {
  return `${workloadText(obstacle)}: ${obstacle.check}`;
}
