import { MODES, type Mode } from "../api/mode.ts";
import { isPartlyAccepted } from "./workload.ts";
import type {
  DistinctViolation,
  FailOn,
  FieldReport,
  Result,
  Source,
  ViolationReport,
  WorkloadReport,
} from "./report.ts";

/** A workload with complete results, before its distinct violations are computed. */
export type WorkloadResults = Omit<WorkloadReport, "violations" | "newPart">;

/** A template does not violate what its changed pods meet. */
function isRequested({ requested, scc }: Result): boolean {
  return requested && scc === undefined;
}

/** The modes in which the violations of a result count. The API server warns about a template, and admits its changed pods. */
export function countedModes({ modes, scc }: Result): readonly Mode[] {
  return scc === undefined ? modes : modes.filter((mode) => mode !== "enforce");
}

/** `restricted:latest` */
export function levelOf({ level, version }: { readonly level: string; readonly version: string }): string {
  return `${level}:${version}`;
}

/** The values of `--fail-on`. */
export const FAIL_ON: readonly FailOn[] = [...MODES, "any", "none"];

/**
 * Whether a violation makes the exit code 1.
 *
 * @param modes the modes in which it counts
 * @param requested whether `--level` asks for it
 * @param failOn the value of `--fail-on`
 * @internal exported for its test
 */
export function failsRun(modes: readonly Mode[], requested: boolean, failOn: FailOn): boolean {
  if (failOn === "none" || requested) return failOn !== "none";
  return failOn === "any" ? modes.length > 0 : modes.includes(failOn);
}

/** The fields of a distinct violation that depend only on the results that contain it. */
type JudgedBy = Pick<DistinctViolation, "fails" | "modes" | "levels" | "newIn">;

/** A violation and the results that contain it. */
interface Found {
  /** The first of `open`, or otherwise the first of all. */
  violation: ViolationReport;
  /** All results that contain it. */
  readonly all: Result[];
  /** The results in which it is not accepted. */
  readonly open: Result[];
  /** Another violation with the same key. */
  readonly next: Found | undefined;
}

type Violation = Pick<DistinctViolation, "check" | "detail" | "template">;

/**
 * The distinct violations of a workload, in the order of its results. A check with the same detail is one violation, regardless of its levels,
 * templates and pods.
 *
 * @param source the file of the workload; null in a cluster
 */
export function distinctViolations(
  results: readonly Result[],
  source: Source | null,
  failOn: FailOn,
): readonly DistinctViolation[] {
  const violating = results.filter(({ violations }) => violations.length > 0);
  const [only, another] = violating;
  if (only === undefined) return [];
  // A result contains each check once at most.
  return describe(another === undefined ? ofOne(only) : find(violating, detailOf), source, failOn);
}

/** The results of a workload at one level and version, and their distinct violations. */
export interface LevelViolations {
  /** `restricted:latest` */
  readonly level: string;
  readonly results: readonly Result[];
  readonly violations: readonly DistinctViolation[];
}

/** The distinct violations of each level of a workload, for a format that reports each level. The levels are in the order of the results. */
export function violationsByLevel({ results, source }: WorkloadReport, failOn: FailOn): readonly LevelViolations[] {
  return Array.from(Map.groupBy(results, levelOf), ([level, same]) => ({
    level,
    results: same,
    violations: distinctViolations(same, source, failOn),
  }));
}

/** A violation of a workload, and the results that contain it with the same fields. */
export interface FieldsViolation {
  readonly violation: DistinctViolation;
  readonly results: readonly Result[];
}

/**
 * The violations of a workload, for a format that identifies them by their fields: a distinct violation with other fields in some results is
 * several violations.
 */
export function violationsByFields({ results, source }: WorkloadReport, failOn: FailOn): readonly FieldsViolation[] {
  const found = find(results, ({ detail, fields }) => `${pathsOf(fields)}\n${detail}`);
  const violations = describe(found, source, failOn);
  return found.flatMap(({ all }, index) => {
    const violation = violations[index];
    return violation === undefined ? [] : { violation, results: all };
  });
}

/** The paths of some fields, sorted, each once: the stable paths, if the report has them. */
export function pathsOf(fields: readonly FieldReport[]): string {
  const paths = fields.map(({ stablePath, path }) => (stablePath === "" ? path : stablePath)).toSorted();
  return [...new Set(paths)].join(" ");
}

/** The results of a dry run without those that the change leaves as they were. The modes of the others are only the new ones. */
export function newResults(results: readonly Result[]): readonly Result[] {
  return results
    .filter(({ allowed, newIn }) => allowed || newIn.length > 0)
    .map((result) => (result.allowed ? result : { ...result, modes: result.newIn }));
}

function describe(found: readonly Found[], source: Source | null, failOn: FailOn): readonly DistinctViolation[] {
  let last: (JudgedBy & { readonly isOpen: boolean; readonly by: readonly Result[] }) | undefined;
  return found.map(({ violation, all, open }) => {
    const isOpen = open.length > 0;
    const isPartly = isOpen && open.length < all.length;
    // Consecutive violations usually have the same results, so they share the fields that depend only on these.
    if (last === undefined || isPartly || last.isOpen !== isOpen || !isSame(last.by, all)) {
      last = { ...judge(all, isOpen ? open : all, isOpen, failOn), isOpen, by: isPartly ? [] : all };
    }
    const { check, reason, detail, template, accepted, fields } = violation;
    const { fails, modes, levels, newIn } = last;
    // A field of a rendered object has no line in a file.
    const line = fields[0]?.line || (source?.line ?? 0);
    // A spread would take longer than all else here.
    return template === undefined
      ? { check, reason, detail, accepted, fails, modes, levels, newIn, fields, line }
      : { check, reason, detail, template, accepted, fails, modes, levels, newIn, fields, line };
  });
}

function ofOne(result: Result): readonly Found[] {
  const all = [result];
  return result.violations.map((violation) => ({
    violation,
    all,
    open: violation.accepted === null ? all : [],
    next: undefined,
  }));
}

function detailOf({ detail }: ViolationReport): string {
  return detail;
}

/** @param keyOf violations of a check are the same if their keys are equal */
function find(results: readonly Result[], keyOf: (violation: ViolationReport) => string): readonly Found[] {
  const hasAccepted = results.some(({ violations }) => violations.some(({ accepted }) => accepted !== null));
  const found: Found[] = [];
  const byKey = new Map<string, Found>();
  for (const result of results) {
    for (const violation of result.violations) {
      const key = keyOf(violation);
      const first = byKey.get(key);
      let known = first;
      while (known !== undefined && !isSameFix(known.violation, violation)) known = known.next;
      if (known === undefined) {
        const all: Result[] = [];
        known = { violation, all, open: hasAccepted ? [] : all, next: first };
        byKey.set(key, known);
        found.push(known);
      }
      known.all.push(result);
      if (!hasAccepted || violation.accepted !== null) continue;
      if (known.open.length === 0) known.violation = violation;
      known.open.push(result);
    }
  }
  return found;
}

/** Whether two violations with the same detail need one fix. Pods do not tell which template they are from. */
function isSameFix(a: Violation, b: Violation): boolean {
  return a.check === b.check && (a.template === b.template || a.template === undefined || b.template === undefined);
}

function isSame(a: readonly Result[], b: readonly Result[]): boolean {
  return a.length === b.length && a.every((result, index) => result === b[index]);
}

function judge(all: readonly Result[], counted: readonly Result[], isOpen: boolean, failOn: FailOn): JudgedBy {
  const modes = union(counted.map(countedModes));
  return {
    fails: isOpen && failsRun(modes, counted.some(isRequested), failOn),
    modes,
    levels: [...new Set(counted.map(levelOf))],
    newIn: union(all.map((result) => result.newIn)),
  };
}

/** All modes of some lists, in the order of MODES. A single list has that order already. */
function union(lists: readonly (readonly Mode[])[]): readonly Mode[] {
  const [only = NO_MODES, another] = lists.filter((modes) => modes.length > 0);
  return another === undefined ? only : MODES.filter((mode) => lists.some((modes) => modes.includes(mode)));
}

const NO_MODES: readonly Mode[] = [];

/** Identifies a violation in a workload: equal for the same violation of several results. */
export function violationKey({ check, detail, template = "" }: Violation): string {
  return `${check} ${template} ${detail}`;
}

/** Finds a distinct violation in a result; undefined if the result does not contain it. */
export function violationIn({ violations }: Result, violation: Violation): ViolationReport | undefined {
  return violations.find((one) => one.detail === violation.detail && isSameFix(one, violation));
}

/** The violations of a workload that are not accepted. The summary counts these and the accepted ones. */
export function openViolations({ violations }: WorkloadReport): readonly DistinctViolation[] {
  return violations.some(isAccepted) ? violations.filter(isOpen) : violations;
}

/** The violations of a workload that are accepted, also in part. */
export function acceptedViolations({ violations }: WorkloadReport): readonly DistinctViolation[] {
  return violations.filter((one) => isAccepted(one) || isPartlyAccepted(one));
}

/** Whether a workload has a violation that is not accepted. */
export function hasOpen({ violations }: WorkloadReport): boolean {
  return violations.some(isOpen);
}

/** Whether a workload has a violation that is accepted, also in part. */
export function hasAcceptedPart(workload: WorkloadReport): boolean {
  return acceptedViolations(workload).length > 0;
}

const isOpen = ({ accepted }: DistinctViolation): boolean => accepted === null;
const isAccepted = ({ accepted }: DistinctViolation): boolean => accepted !== null;
