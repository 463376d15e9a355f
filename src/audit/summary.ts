import type { Mode } from "../admission/labels.ts";
import type { Result, Summary, WorkloadReport } from "./report.ts";

/** Counts what is in some workloads. `failOn` is the mode whose violations fail the run; `all` counts those of `--level` too. */
export function summarizeWorkloads(
  workloads: readonly WorkloadReport[],
  failOn: Mode | "any" | "all",
): Pick<Summary, "workloads" | "pods" | "violations" | "failing"> {
  let pods = 0;
  let violations = 0;
  let failing = 0;
  for (const workload of workloads) {
    pods += workload.pods;
    violations += countDistinct(workload.results);
    failing += countDistinct(workload.results.filter((result) => fails(result, failOn)));
  }
  return { workloads: workloads.length, pods, violations, failing };
}

function fails({ modes }: Result, failOn: Mode | "any" | "all"): boolean {
  if (failOn === "all") return true;
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
