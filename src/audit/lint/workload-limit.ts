import { ObjectFault } from "../../api/failure.ts";

/** The number of workloads that a lint judges. A report takes about 1.5 kB for each, and a cluster has at most 150,000 pods. */
const MAX_WORKLOADS = 300_000;

/** Counts the workloads of a run. */
export class WorkloadLimit {
  #workloads = 0;

  /** @throws ObjectFault for each workload beyond the limit */
  add(): void {
    if (++this.#workloads <= MAX_WORKLOADS) return;
    const limit = MAX_WORKLOADS.toLocaleString("en-US");
    throw new ObjectFault(`not judged: more than ${limit} workloads in one run; name fewer files`);
  }
}
