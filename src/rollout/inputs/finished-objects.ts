import type { ModeResult } from "../../admission/judge.ts";
import type { CautiousWorkload } from "../../report/plan/caution.ts";
import type { ReportSize } from "../../audit/workload/report-size.ts";
import { clearerRef } from "../../workloads/owners.ts";
import type { WorkloadRef } from "../../workloads/identity.ts";

interface FinishedWorkload {
  ref: WorkloadRef;
  /** The checks that it violated, by policy. */
  readonly checks: (readonly string[] | undefined)[];
}

/** The finished pods and Jobs of a namespace. They block no policy, but the next ones may be like them. */
export class FinishedObjects {
  /** The number of pods, by the policies that they meet, as bits. */
  readonly #pods = new Map<number, number>();
  readonly #workloads = new Map<string, FinishedWorkload>();

  /** @param met the policies that the pod meets, as bits */
  countPod(met: number): void {
    this.#pods.set(met, (this.#pods.get(met) ?? 0) + 1);
  }

  /**
   * Adds a finished pod or Job.
   *
   * @param key the workload that it belongs to
   * @param results its verdicts, by policy
   * @param size the size of the plan, which gets each new workload
   */
  add(key: string, ref: WorkloadRef, results: readonly ModeResult[], size: ReportSize): void {
    let known = this.#workloads.get(key);
    if (known === undefined) {
      this.#workloads.set(key, (known = { ref, checks: [] }));
      size.addWorkload();
    }
    known.ref = clearerRef(known.ref, ref);
    for (const [index, { violations }] of results.entries()) {
      if (violations.length > 0) known.checks[index] ??= [...new Set(violations.map(({ check }) => check))];
    }
  }

  /** The number of pods that violate a policy. */
  podsAgainst(index: number): number {
    return [...this.#pods].reduce((sum, [met, pods]) => sum + ((met & (1 << index)) === 0 ? pods : 0), 0);
  }

  /**
   * The workloads that violated a policy, with the checks.
   *
   * @param isKnown whether the template for the next pods of a workload is judged, so that its last pods do not matter
   */
  against(index: number, isKnown: (key: string) => boolean): readonly CautiousWorkload[] {
    return [...this.#workloads].flatMap(([key, { ref, checks }]) => {
      const violated = checks[index];
      if (violated === undefined || isKnown(key)) return [];
      const { apiVersion, kind, name } = ref;
      return [{ apiVersion, kind, name, checks: violated }];
    });
  }
}
