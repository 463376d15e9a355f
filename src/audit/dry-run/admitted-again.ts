import type { ModeResult } from "../../admission/judge.ts";
import type { Commit } from "../inventory/consumer.ts";

/** Whether enforce rejects an object, before and after a change of labels. */
interface Rejected {
  before: boolean;
  after: boolean;
}

/** The template of a workload decides on its next pod, if it was read (isRejectedNow of report/workload.ts). */
interface Facts {
  template?: Rejected;
  pods?: Rejected;
}

/** Finds the workloads whose next pod enforce rejects now, and admits after a change of labels. */
export class AdmittedAgain {
  readonly #workloads = new Map<string, Facts>();

  /**
   * Prepares the verdicts on a template or a pod.
   *
   * @param key the key of its workload
   * @returns adds the verdicts; never fails
   */
  prepare(
    key: string,
    subject: "template" | "pods",
    before: readonly ModeResult[],
    after: readonly ModeResult[],
  ): Commit {
    const [isBefore, isAfter] = [isRejected(before), isRejected(after)];
    return () => {
      const facts = this.#workloads.get(key) ?? {};
      this.#workloads.set(key, facts);
      const known = (facts[subject] ??= { before: false, after: false });
      known.before ||= isBefore;
      known.after ||= isAfter;
    };
  }

  /** Whether a workload is rejected now, and no longer after the change. */
  has(key: string): boolean {
    const { template, pods } = this.#workloads.get(key) ?? {};
    const decisive = template ?? pods;
    return decisive !== undefined && decisive.before && !decisive.after;
  }
}

function isRejected(results: readonly ModeResult[]): boolean {
  return results.some(({ modes, violations }) => modes.includes("enforce") && violations.length > 0);
}
