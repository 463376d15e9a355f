import { possibleOwner } from "../events/maker.ts";

/** A workload whose pods the API server rejects now. */
export interface RejectedWorkload {
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
}

/** A workload of a log; the name is null if the log has none. */
interface LoggedWorkload {
  readonly kind: string;
  readonly name: string | null;
}

/** The rejected workloads of a namespace that the log does not name, also not by the Deployment or the CronJob that may own them. */
export function notLogged(
  rejected: readonly RejectedWorkload[],
  logged: readonly LoggedWorkload[],
): readonly RejectedWorkload[] {
  const known = new Set(logged.flatMap(keysOf));
  return rejected.filter((workload) => !keysOf(workload).some((key) => known.has(key)));
}

/** A workload, and the Deployment or the CronJob that may own it. */
function keysOf(workload: LoggedWorkload): readonly string[] {
  const owner = possibleOwner(workload);
  return [workload, ...(owner === undefined ? [] : [owner])].map(({ kind, name }) => `${kind}/${name ?? ""}`);
}
