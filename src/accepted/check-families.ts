import { CHECKS } from "../policy/checks.ts";
import { parseLevel } from "../api/level.ts";
import { checksAt } from "../policy/standards.ts";
import { parseVersion } from "../policy/version.ts";
import type { WorkloadReport } from "../report/report.ts";
import { workloadKey } from "../report/workload.ts";

/** The baseline checks that are replaced, by the restricted check that replaces them. */
const OVERRIDDEN: ReadonlyMap<string, string> = new Map(
  CHECKS.flatMap(({ id, revisions }) =>
    revisions.flatMap(({ overrides = [] }) => overrides.map((overridden): [string, string] => [id, overridden])),
  ),
);

/** The family of a check: `capabilities_baseline` and `capabilities_restricted` are in the same one. */
export function familyOf(check: string): string {
  return OVERRIDDEN.get(check) ?? check;
}

/** The checks that ran on each workload. Violations of other checks may still be there. */
export class CheckedWorkloads {
  readonly #levels = new Map<string, Set<string>>();
  readonly #checks = new Map<string, ReadonlySet<string>>();
  readonly #latest: number;

  /** @param serverVersion the version that `latest` was evaluated as: `v1.37` */
  constructor(workloads: readonly WorkloadReport[], serverVersion: string) {
    this.#latest = parseVersion(serverVersion)?.minor ?? Infinity;
    for (const workload of workloads) {
      const key = workloadKey(workload);
      const levels = this.#levels.get(key) ?? new Set();
      for (const { level, version } of workload.results) levels.add(`${level}:${version}`);
      this.#levels.set(key, levels);
    }
  }

  /**
   * Whether a check, or the stricter one that replaces it, ran on a workload, so that its violation would have been found again. True for a workload
   * that does not exist any more.
   */
  hasRun(key: string, check: string): boolean {
    const levels = this.#levels.get(key);
    if (levels === undefined) return true;
    return [...levels].some((level) => this.#checksOf(level).has(check));
  }

  #checksOf(levelVersion: string): ReadonlySet<string> {
    let found = this.#checks.get(levelVersion);
    if (found === undefined) {
      const [levelText = "", versionText = ""] = levelVersion.split(":");
      const level = parseLevel(levelText) ?? "privileged";
      const minor = Math.min(parseVersion(versionText)?.minor ?? Infinity, this.#latest);
      found = new Set(checksAt(CHECKS, level, minor).flatMap(({ check: { id } }) => [id, familyOf(id)]));
      this.#checks.set(levelVersion, found);
    }
    return found;
  }
}
