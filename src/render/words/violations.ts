import type { Result, Source, ViolationReport, WorkloadReport } from "../../report/report.ts";
import { MODES, type Mode } from "../../api/mode.ts";

/** A violation of a workload, or of its template and its pods, that one or more levels report in the same words. */
export interface DistinctViolation {
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  /** The modes in which it counts, in the order of MODES; empty when `--level` asked. */
  readonly modes: readonly Mode[];
  /** The levels that forbid it: `restricted:latest`. */
  readonly levels: readonly string[];
  /** The line of its first field; 0 in a cluster. */
  readonly line: number;
}

/** Whether a result holds anything that its baseline does not accept. */
export function isOpen({ violations }: Result): boolean {
  return violations.some(({ accepted }) => !accepted);
}

/** Whether a result holds anything that its baseline accepts. */
export function hasAccepted({ violations }: Result): boolean {
  return violations.some(({ accepted }) => accepted);
}

/**
 * The violations of a workload that no baseline accepts, each once, in the order of its results. There are as many as the report's summary
 * counts, without those that are accepted.
 */
export function distinctViolations({ results, source }: WorkloadReport): DistinctViolation[] {
  const [only, another] = results.filter(isOpen);
  if (only === undefined) return [];
  // Within a result no check is there twice.
  if (another === undefined) {
    const judged: JudgedBy = { modes: only.modes, levels: [levelOf(only)] };
    return only.violations.filter(({ accepted }) => !accepted).map((violation) => describe(violation, judged, source));
  }
  const found = new Map<string, { violation: ViolationReport; results: Result[] }>();
  for (const result of results) {
    for (const violation of result.violations) {
      if (violation.accepted) continue;
      const key = `${violation.check} ${violation.detail}`;
      const first = found.get(key);
      if (first === undefined) found.set(key, { violation, results: [result] });
      else first.results.push(result);
    }
  }
  return Array.from(found.values(), ({ violation, results: against }) =>
    describe(violation, judgedBy(against), source),
  );
}

type JudgedBy = Pick<DistinctViolation, "modes" | "levels">;

function judgedBy(results: readonly Result[]): JudgedBy {
  return {
    modes: MODES.filter((mode) => results.some(({ modes }) => modes.includes(mode))),
    levels: [...new Set(results.map(levelOf))],
  };
}

function describe(
  { check, reason, detail, fields }: ViolationReport,
  { modes, levels }: JudgedBy,
  source: Source | null,
): DistinctViolation {
  return { check, reason, detail, modes, levels, line: fields[0]?.line ?? source?.line ?? 0 };
}

/** `restricted:latest` */
export function levelOf({ level, version }: { readonly level: string; readonly version: string }): string {
  return `${level}:${version}`;
}
