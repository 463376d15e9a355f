import type { FailOn, Result, Summary, WorkloadReport } from "./report.ts";

/** Counts what is in some workloads, and how much of it fails a run. */
export function summarizeWorkloads(
  workloads: readonly WorkloadReport[],
  failOn: FailOn,
): Pick<Summary, "workloads" | "pods" | "violations" | "accepted" | "failing"> {
  let pods = 0;
  let violations = 0;
  let open = 0;
  let failing = 0;
  for (const workload of workloads) {
    pods += workload.pods;
    const all = countDistinct(workload.results);
    violations += all;
    if (all === 0) continue;
    const results = withoutAccepted(workload.results);
    open += results === workload.results ? all : countDistinct(results);
    failing += countDistinct(results.filter((result) => fails(result, failOn)));
  }
  return { workloads: workloads.length, pods, violations, accepted: violations - open, failing };
}

/** The results themselves where nothing in them is accepted, as in almost every run. */
function withoutAccepted(results: readonly Result[]): readonly Result[] {
  if (!results.some(({ violations }) => violations.some(({ accepted }) => accepted))) return results;
  return results.map((result) => ({ ...result, violations: result.violations.filter(({ accepted }) => !accepted) }));
}

function fails({ modes }: Result, failOn: FailOn): boolean {
  if (failOn === "all" || failOn === "none") return failOn === "all";
  return failOn === "any" ? modes.length > 0 : modes.includes(failOn);
}

/** Two levels, or a template and its pods, often say the same of a workload: that is one thing to mend. */
function countDistinct(results: readonly Result[]): number {
  const [only, another] = results.filter(({ allowed }) => !allowed);
  // Within a result no check stands twice.
  if (another === undefined) return only?.violations.length ?? 0;
  const seen = new Set<string>();
  for (const { violations } of results) {
    for (const { check, detail } of violations) seen.add(`${check} ${detail}`);
  }
  return seen.size;
}
