import { ObjectFault } from "../../api/failure.ts";

/** The number of workloads in a report of a lint, which takes about 1.5 kB for each. A cluster has at most 150,000 pods. */
const MAX_WORKLOADS = 300_000;

/**
 * Creates a function to call for each workload.
 *
 * @returns throws ObjectFault for a workload that the memory may not hold
 */
export function workloadLimit(): () => void {
  let count = 0;
  return () => {
    if (++count <= MAX_WORKLOADS) return;
    throw new ObjectFault(`not judged: more than ${MAX_WORKLOADS / 1000},000 workloads in one run; name fewer files`);
  };
}
