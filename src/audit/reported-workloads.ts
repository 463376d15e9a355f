import type { Verdict } from "../admission/judge.ts";
import type { Level } from "../api/level.ts";
import type { PodEvaluation } from "../policy/evaluator.ts";
import { workloadKeyOf } from "../workloads/identity.ts";
import { compareWorkloads } from "../report/workload.ts";
import type { AskedFailOn, WorkloadReport } from "../report/report.ts";
import type { InventoryEntry } from "./inventory/consumer.ts";
import type { Intern } from "./workload/texts.ts";
import { stableNameOf } from "./workload/stable-name.ts";
import { WorkloadFold } from "./workload/workload-fold.ts";
import { strictestWith } from "./workload/workloads.ts";

/** The workloads of a namespace in the report of an audit or a dry run, and the strictest level that all of them meet. */
export class ReportedWorkloads {
  readonly #namespace: string;
  readonly #intern: Intern;
  readonly #workloads = new Map<string, WorkloadFold>();
  #strictest: Level = "restricted";

  constructor(namespace: string, intern: Intern) {
    this.#namespace = namespace;
    this.#intern = intern;
  }

  /** The strictest level, at `latest`, that all pods and templates so far meet. */
  get strictest(): Level {
    return this.#strictest;
  }

  /** The key of the workload that an entry belongs to. */
  keyOf({ object, workload }: InventoryEntry): string {
    return workloadKeyOf(object, workload, this.#workloads.size);
  }

  /** Lowers the strictest level if a pod or a template does not meet it. */
  measure(pod: PodEvaluation, verdict: Verdict): void {
    this.#strictest = strictestWith(this.#strictest, pod, verdict);
  }

  /** Adds the verdict on a pod or a template to its workload. */
  add(key: string, { object, workload: ref, owner, isFromFile }: InventoryEntry, verdict: Verdict): void {
    const source = isFromFile ? object.source : null;
    const known = this.#workloads.get(key);
    const workload = known ?? new WorkloadFold(ref, this.#namespace, this.#intern);
    workload.name(ref, stableNameOf(object, owner), owner === undefined);
    if (object.kind === "Pod") workload.addPod(object, verdict, source);
    else workload.addTemplate(object, verdict, source);
    if (known === undefined) this.#workloads.set(key, workload);
  }

  /**
   * The workloads, sorted.
   *
   * @param failOn the mode whose violations fail the run
   */
  report(failOn: AskedFailOn): readonly WorkloadReport[] {
    return Array.from(this.#workloads.values(), (workload) => workload.report(failOn)).toSorted(compareWorkloads);
  }
}
