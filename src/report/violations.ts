import { MODES, type Mode } from "../api/mode.ts";
import type { DistinctViolation, FailOn, Result, Source, ViolationReport, WorkloadReport } from "./report.ts";

/** A workload whose results are complete, and whose distinct violations are not computed yet. */
export type WorkloadResults = Omit<WorkloadReport, "violations">;

/** `restricted:latest` */
export function levelOf({ level, version }: { readonly level: string; readonly version: string }): string {
  return `${level}:${version}`;
}

/** Whether a violation in these modes makes the exit code 1 (`--fail-on`). */
export function failsRun(modes: readonly Mode[], failOn: FailOn): boolean {
  if (failOn === "all" || failOn === "none") return failOn === "all";
  return failOn === "any" ? modes.length > 0 : modes.includes(failOn);
}

/** The fields of a distinct violation that depend on the results that have it, and on nothing else. */
type JudgedBy = Pick<DistinctViolation, "accepted" | "fails" | "modes" | "levels" | "newIn" | "results">;

/** A violation and the results that have it. */
interface Found {
  /** The first of `open`, else the first of all. */
  violation: ViolationReport;
  /** The positions of all results that have it. */
  readonly all: number[];
  /** Those in which it is not accepted. */
  readonly open: number[];
}

const NONE: readonly DistinctViolation[] = [];

/**
 * The distinct violations of a workload, in the order of its results: a check with the same detail is one violation, whichever levels, templates and
 * pods have it.
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
  if (only === undefined) return NONE;
  const judges = new Judges(violating, failOn);
  if (another === undefined) {
    // Within a result no check is there twice.
    return only.violations.map((violation) => describe(violation, judges.of(ONLY, violation.accepted), source));
  }
  const found = new Map<string, Found>();
  for (const [index, { violations }] of violating.entries()) {
    for (const violation of violations) {
      const key = `${violation.check} ${violation.detail}`;
      let known = found.get(key);
      if (known === undefined) found.set(key, (known = { violation, all: [], open: [] }));
      known.all.push(index);
      if (violation.accepted) continue;
      if (known.open.length === 0) known.violation = violation;
      known.open.push(index);
    }
  }
  return Array.from(found.values(), ({ violation, all, open }) => {
    const isAccepted = open.length === 0;
    return describe(violation, judges.of(all, isAccepted, isAccepted ? all : open), source);
  });
}

const ONLY: readonly number[] = [0];

/** Gives the violations of a workload that have the same results the same objects. */
class Judges {
  readonly #results: readonly Result[];
  readonly #failOn: FailOn;
  readonly #known = new Map<string, JudgedBy>();

  constructor(results: readonly Result[], failOn: FailOn) {
    this.#results = results;
    this.#failOn = failOn;
  }

  /**
   * @param all the positions of the results that have a violation
   * @param counted those of them whose modes and levels count
   */
  of(all: readonly number[], accepted: boolean, counted: readonly number[] = all): JudgedBy {
    const key = `${accepted} ${all.join()} ${counted === all ? "" : counted.join()}`;
    let judged = this.#known.get(key);
    if (judged === undefined) this.#known.set(key, (judged = this.#judge(all, accepted, counted)));
    return judged;
  }

  #judge(all: readonly number[], accepted: boolean, counted: readonly number[]): JudgedBy {
    const at = (positions: readonly number[]): readonly Result[] =>
      positions.length === this.#results.length
        ? this.#results
        : positions.flatMap((position) => this.#results[position] ?? []);
    const results = at(all);
    const judging = at(counted);
    const modes = MODES.filter((mode) => judging.some((result) => result.modes.includes(mode)));
    return {
      accepted,
      fails: !accepted && failsRun(modes, this.#failOn),
      modes,
      levels: [...new Set(judging.map(levelOf))],
      newIn: MODES.filter((mode) => results.some((result) => result.newIn.includes(mode))),
      results,
    };
  }
}

function describe(
  { check, reason, detail, fields }: ViolationReport,
  { accepted, fails, modes, levels, newIn, results }: JudgedBy,
  source: Source | null,
): DistinctViolation {
  const line = fields[0]?.line ?? source?.line ?? 0;
  return { check, reason, detail, accepted, fails, modes, levels, newIn, fields, line, results };
}

/** The place of a distinct violation in one of its results; undefined where that result does not have it. */
export function violationIn(
  { violations }: Result,
  { check, detail }: Pick<DistinctViolation, "check" | "detail">,
): ViolationReport | undefined {
  return violations.find((violation) => violation.check === check && violation.detail === detail);
}
