import type { DistinctViolation, WorkloadReport } from "./report.ts";
import { pathsOf } from "./violations.ts";
import { groupOf } from "../workloads/identity.ts";

/**
 * Names each violation of a namespace, for a program that compares two reports. A name does not depend on lines, on the order of containers, on the
 * file, or on the generated part of a pod's name.
 */
export class Fingerprints {
  readonly #seen = new Map<string, number>();

  /** The name of the next violation; each is another one. Two files may contain the same workload, and pods with generated names look alike. */
  next(workload: WorkloadReport, { check, fields }: Pick<DistinctViolation, "check" | "fields">): string {
    const name = `${workload.namespace}/${kindGroupName(workload)} ${check} ${pathsOf(fields)}`.toWellFormed();
    const count = (this.#seen.get(name) ?? 0) + 1;
    this.#seen.set(name, count);
    return count === 1 ? name : `${name} (${count})`;
  }
}

/** `Deployment.apps/web`, and `Pod./web` in the core group: a part of the names, which must not change. */
function kindGroupName({ kind, apiVersion, stableName }: WorkloadReport): string {
  return `${kind}.${groupOf(apiVersion)}/${stableName}`;
}
