import type { Result, Source, ViolationReport, WorkloadReport } from "../audit/report.ts";
import { MODES, type Mode } from "./modes.ts";

/** What several levels have against the same thing of a workload in the same words: one thing to mend, and one line. */
export interface DistinctViolation {
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  /** The modes in which it counts, in the order of MODES; empty when `--level` asked. */
  readonly modes: readonly Mode[];
  /** The levels that forbid it: `restricted:latest`. */
  readonly levels: readonly string[];
  /** Where the first field at fault stands. */
  readonly line: number;
}

/** A table looks at the violations several times: to set out its columns, to count, and to print. */
const known = new WeakMap<WorkloadReport, readonly DistinctViolation[]>();

/** The violations of a workload, each once, in the order of its results. There are as many as the report's summary counts. */
export function distinctViolations(workload: WorkloadReport): readonly DistinctViolation[] {
  let violations = known.get(workload);
  if (violations === undefined) known.set(workload, (violations = findDistinct(workload)));
  return violations;
}

function findDistinct({ results, source }: WorkloadReport): DistinctViolation[] {
  const [only, another] = results.filter(({ allowed }) => !allowed);
  if (only === undefined) return [];
  // Within a result no check stands twice.
  if (another === undefined) return only.violations.map((violation) => describe(violation, [only], source));
  const found = new Map<string, { violation: ViolationReport; results: Result[] }>();
  for (const result of results) {
    for (const violation of result.violations) {
      const key = `${result.subject} ${violation.check} ${violation.detail}`;
      const first = found.get(key);
      if (first === undefined) found.set(key, { violation, results: [result] });
      else first.results.push(result);
    }
  }
  return Array.from(found.values(), ({ violation, results: against }) => describe(violation, against, source));
}

function describe(
  { check, reason, detail, fields }: ViolationReport,
  results: readonly Result[],
  source: Source,
): DistinctViolation {
  return {
    check,
    reason,
    detail,
    ...judgedBy(results),
    line: fields[0]?.line ?? source.line,
  };
}

function judgedBy(results: readonly Result[]): Pick<DistinctViolation, "modes" | "levels"> {
  const [only, another] = results;
  if (only !== undefined && another === undefined) return { modes: only.modes, levels: [levelOf(only)] };
  return {
    modes: MODES.filter((mode) => results.some(({ modes }) => modes.includes(mode))),
    levels: [...new Set(results.map(levelOf))],
  };
}

/** `restricted:latest` */
export function levelOf({ level, version }: { readonly level: string; readonly version: string }): string {
  return `${level}:${version}`;
}
