import { ObjectFault } from "../../api/failure.ts";

/** The number of workloads that a lint judges. A report takes about 1.5 kB for each, and a cluster has at most 150,000 pods. */
export const MAX_WORKLOADS = 300_000;

/** The fault of a workload beyond this number. */
export function tooManyWorkloads(): ObjectFault {
  const limit = MAX_WORKLOADS.toLocaleString("en-US");
  return new ObjectFault(`not judged: more than ${limit} workloads in one run; name fewer files`);
}
