import { LastAnswer } from "../api/values/last-answer.ts";
import type { AdmittedAgain } from "./dry-run/admitted-again.ts";
import type { ModeResult, Verdict } from "../admission/judge.ts";
import type { PodEvaluation } from "../policy/evaluator.ts";
import { workloadKeyOf, type WorkloadRef } from "../workloads/identity.ts";
import { compareWorkloads } from "../report/workload.ts";
import type { FailOn, WorkloadReport } from "../report/report.ts";
import type { Commit, InventoryEntry } from "./inventory/consumer.ts";
import type { RejectionsInNamespace } from "./workload/reported-rejection.ts";
import type { Intern } from "./workload/texts.ts";
import { stableNameOf } from "./workload/stable-name.ts";
import { WorkloadFold } from "./workload/workload-fold.ts";
import { allResults } from "./workload/workloads.ts";

/** All results of a verdict, which many pods share. */
const LAST_RESULTS = new LastAnswer<readonly ModeResult[]>();

/** The workloads of a namespace in the report of an audit or a dry run. */
export class ReportedWorkloads {
  readonly #namespace: string;
  readonly #intern: Intern;
  readonly #workloads = new Map<string, WorkloadFold>();

  constructor(namespace: string, intern: Intern) {
    this.#namespace = namespace;
    this.#intern = intern;
  }

  /** The key of the workload that an entry belongs to. */
  keyOf({ object, workload, position }: InventoryEntry): string {
    // An object without a name is its own workload, which its first template has added.
    return workloadKeyOf(object, workload, this.#workloads.size - (position > 0 ? 1 : 0));
  }

  /**
   * Prepares the verdict on a pod or a template.
   *
   * @returns adds the verdict to its workload; never fails
   * @throws ObjectFault if the report has no place for it
   */
  prepare(key: string, entry: InventoryEntry, verdict: Verdict): Commit {
    const { object, workload: ref, owner, isFromFile, pod } = entry;
    const source = isFromFile ? object.source : null;
    const known = this.#workloads.get(key);
    const workload = known ?? this.#create(ref);
    const stableName = stableNameOf(object, owner);
    const results = this.#allResults(verdict, pod);
    const commit =
      object.kind === "Pod"
        ? workload.preparePod(object, results, verdict.exempt, source)
        : workload.prepareTemplate(entry, results, verdict.exempt, source);
    return () => {
      workload.name(ref, stableName, owner === undefined);
      commit();
      if (known === undefined) this.#add(key, workload);
    };
  }

  /**
   * Prepares a pod that has ended, or the template of a finished Job: it is not judged.
   *
   * @throws ObjectFault if the report has no place for its workload
   */
  prepareFinished(entry: InventoryEntry): Commit {
    const { object, workload: ref, owner, isFromFile } = entry;
    const key = this.keyOf(entry);
    const source = isFromFile ? object.source : null;
    const stableName = stableNameOf(object, owner);
    const known = this.#workloads.get(key);
    const workload = known ?? this.#create(ref);
    return () => {
      if (known === undefined) this.#add(key, workload);
      workload.name(ref, stableName, owner === undefined);
      workload.addFinished(object, source);
    };
  }

  #allResults(verdict: Verdict, pod: PodEvaluation): readonly ModeResult[] {
    return LAST_RESULTS.of([verdict], () => allResults(verdict, pod));
  }

  #create(ref: WorkloadRef): WorkloadFold {
    this.#intern.size.check();
    return new WorkloadFold(ref, this.#namespace, this.#intern);
  }

  #add(key: string, workload: WorkloadFold): void {
    this.#workloads.set(key, workload);
    this.#intern.size.addWorkload();
  }

  /**
   * The workloads, sorted.
   *
   * @param failOn the mode whose violations fail the run
   * @param rejections the rejections of pods that the cluster reports
   */
  report(failOn: FailOn, rejections: RejectionsInNamespace): readonly WorkloadReport[] {
    return this.#sorted((workload) => workload.report(failOn, rejections));
  }

  /**
   * The workloads of a dry run, sorted.
   *
   * @param admittedAgain tells by the key of a workload whether the change ends a rejection
   */
  reportChange(
    failOn: FailOn,
    rejections: RejectionsInNamespace,
    admittedAgain: Pick<AdmittedAgain, "has">,
  ): readonly WorkloadReport[] {
    return this.#sorted((workload, key) => ({
      ...workload.reportChange(failOn, rejections),
      noLongerRejected: admittedAgain.has(key) && !workload.isChangedByScc,
    }));
  }

  #sorted(report: (workload: WorkloadFold, key: string) => WorkloadReport): readonly WorkloadReport[] {
    return Array.from(this.#workloads, ([key, workload]) => report(workload, key)).toSorted(compareWorkloads);
  }
}
