import type { InventoryEntry } from "../inventory/consumer.ts";
import type { Exemption } from "../../admission/exemptions.ts";
import type { ModeResult } from "../../admission/judge.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import type { Source, WorkloadObject } from "../../workloads/object.ts";
import { isMirrorPod, type WorkloadRef, nameOf } from "../../workloads/identity.ts";
import { clearerRef } from "../../workloads/owners.ts";
import { reportedRejection, type RejectionsInNamespace } from "./reported-rejection.ts";
import type { Intern } from "./texts.ts";
import type { FailOn, Result, WorkloadReport } from "../../report/report.ts";
import { askedResults, unaskedResults } from "../../report/results.ts";
import { distinctViolations, newResults } from "../../report/violations.ts";
import {
  DistinctVerdicts,
  FINISHED_RANK,
  POD_RANK,
  TEMPLATE_RANK,
  firstMode,
  sharedMessageOf,
  type PodGroup,
  type TemplateResult,
} from "./groups.ts";
import { unmarkIfRejected, PodSccs, markChangedByScc } from "./scc.ts";
import { firstOf, type Ranked } from "./ranked.ts";
import { reportResults, unjudgedFields } from "./workloads.ts";

/**
 * A workload and its verdicts so far: those on its template, and those on its pods, which are counted by verdict. The report does not depend on
 * the order of the objects.
 */
export class WorkloadFold {
  readonly #namespace: string;
  readonly #intern: Intern;
  readonly #template = new DistinctVerdicts<TemplateResult>();
  readonly #groups = new DistinctVerdicts<PodGroup>();
  #ref: WorkloadRef;
  #stableName: string;
  #hasOwnName = false;
  #pods = 0;
  #exemptPods = 0;
  #templateExemption: Ranked<Exemption> | undefined;
  #exemption: Ranked<Exemption> | undefined;
  #replicas: number | null = null;
  #isStatic = false;
  readonly #sccs = new PodSccs();
  /** Whether each object so far is finished. */
  #isFinished = true;
  #source: Ranked<Source | null> | undefined;
  #unjudged: Set<string> | undefined;

  constructor(ref: WorkloadRef, namespace: string, intern: Intern) {
    this.#ref = ref;
    this.#stableName = ref.name;
    this.#namespace = namespace;
    this.#intern = intern;
  }

  /** The workload, as its objects so far name it. */
  get ref(): WorkloadRef {
    return this.#ref;
  }

  /** Whether security context constraints of OpenShift admitted each of its running pods, so that its template says little about them. */
  get isChangedByScc(): boolean {
    return this.#sccs.names !== undefined;
  }

  /**
   * Learns the names of the workload from one of its objects.
   *
   * @param ref the workload, as the object names it
   * @param stableName the name without the parts that change each time the workload is created, as far as the object contains them
   * @param isOwn whether the object is the workload itself, so that its names are the right ones
   */
  name(ref: WorkloadRef, stableName: string, isOwn: boolean): void {
    this.#ref = clearerRef(this.#ref, ref);
    if (isOwn || (!this.#hasOwnName && stableName !== ref.name)) this.#stableName = stableName;
    this.#hasOwnName ||= isOwn;
  }

  /**
   * Prepares its own template, or the template of an object that it owns. Several templates with the same verdict are one result.
   *
   * @returns adds the template; never fails
   */
  prepareTemplate(
    { object, template, position }: Pick<InventoryEntry, "object" | "template" | "position">,
    results: readonly ModeResult[],
    exempt: Exemption | undefined,
    source: Source | null,
  ): () => void {
    this.#intern.size.check();
    const reports = reportResults(results, object, template, null, this.#intern);
    const { replicas } = object;
    const rank = `${TEMPLATE_RANK}${nameOf(object)}${position === 0 ? "" : ` ${String(position).padStart(9, "0")}`}`;
    return () => {
      this.#addTemplate(reports, replicas, exempt, rank, source);
      for (const field of object.custom?.unjudged ?? []) (this.#unjudged ??= new Set()).add(field);
    };
  }

  #addTemplate(
    reports: readonly Result[],
    replicas: number | undefined,
    exempt: Exemption | undefined,
    rank: string,
    source: Source | null,
  ): void {
    this.#isFinished = false;
    this.#source = firstOf(this.#source, { rank, value: source });
    if (replicas !== undefined) this.#replicas = (this.#replicas ?? 0) + replicas;
    if (exempt !== undefined) {
      this.#exemption = firstOf(this.#exemption, { rank, value: exempt });
      this.#templateExemption = firstOf(this.#templateExemption, { rank, value: exempt });
    }
    const added: Result[] = [];
    for (const [index, result] of reports.entries()) {
      const { level, version, message, template } = result;
      const said = this.#template.find({ level, version, message, template });
      if (said === undefined) {
        this.#template.add({ result, rank, index });
        added.push(result);
      } else if (compareBytes(rank, said.rank) < 0) Object.assign(said, { result, rank, index });
    }
    this.#intern.size.addResults(added);
  }

  /**
   * Prepares one of its pods.
   *
   * @returns adds the pod; never fails
   */
  preparePod(
    pod: WorkloadObject,
    results: readonly ModeResult[],
    exempt: Exemption | undefined,
    source: Source | null,
  ): () => void {
    const name = nameOf(pod);
    const isStatic = isMirrorPod(pod);
    const said = results.map((result) => ({ result, ...this.#groupOf(result, name) }));
    if (said.some(({ group }) => group === undefined)) this.#intern.size.check();
    const first = said.filter(({ isFirst }) => isFirst);
    const verdicts = first.map(({ result }) => result);
    const reports = reportResults(verdicts, pod, pod, name, this.#intern);
    return () => {
      this.#isFinished = false;
      this.#pods++;
      this.#isStatic ||= isStatic;
      this.#sccs.add(pod);
      const rank = POD_RANK + name;
      this.#source = firstOf(this.#source, { rank, value: source });
      if (exempt !== undefined) {
        this.#exemptPods++;
        this.#exemption = firstOf(this.#exemption, { rank, value: exempt });
      }
      for (const { group } of said) if (group !== undefined) group.pods++;
      const added: Result[] = [];
      for (const [index, { group }] of first.entries()) {
        const result = reports[index];
        if (result === undefined) continue;
        if (group === undefined) {
          this.#groups.add({ result, pods: 1, first: name });
          added.push(result);
        } else Object.assign(group, { result, first: name });
      }
      this.#intern.size.addResults(added);
    };
  }

  /** Adds a pod that has ended, or the template of a finished Job. It is not judged. */
  addFinished(object: WorkloadObject, source: Source | null): void {
    const rank = FINISHED_RANK + nameOf(object);
    this.#isStatic ||= isMirrorPod(object);
    this.#source = firstOf(this.#source, { rank, value: source });
  }

  /** The pods with the same verdict, if there are any, and whether this pod sorts before them. */
  #groupOf(result: ModeResult, name: string) {
    const { level, version, newIn } = result;
    const group = this.#groups.find({ level, version: version.text, newIn, message: sharedMessageOf(result) });
    return { group, isFirst: group === undefined || compareBytes(name, group.first) < 0 };
  }

  /**
   * @param failOn which violations fail the run
   * @param rejections the rejections of pods that the cluster reports
   */
  report(failOn: FailOn, rejections: RejectionsInNamespace): WorkloadReport {
    const [all, { addSentences }] = [this.#results(), this.#intern];
    return this.#report(addSentences(askedResults(all)), addSentences(unaskedResults(all)), failOn, rejections);
  }

  /** Reports what a change of labels makes of the workload. The sentences are those about the new violations. */
  reportChange(failOn: FailOn, rejections: RejectionsInNamespace): WorkloadReport {
    const all = this.#results();
    const results = askedResults(all);
    const added = this.#intern.addSentences(newResults(results));
    const report = this.#report(results, unaskedResults(all), failOn, rejections);
    return { ...report, newPart: { results: added, violations: distinctViolations(added, report.source, failOn) } };
  }

  /** The results, sorted, without sentences. */
  #results(): readonly Result[] {
    const template = this.#template.all.toSorted((a, b) => compareBytes(a.rank, b.rank) || a.index - b.index);
    const groups = this.#groups.all.toSorted(
      (a, b) => compareBytes(a.first, b.first) || firstMode(a.result) - firstMode(b.result),
    );
    const all = [
      ...template.map(({ result }) => result),
      ...groups.map(({ result, pods, first }) => ({ ...result, pods, pod: first })),
    ];
    return this.#exemptPods > 0 ? all : markChangedByScc(all, this.#sccs.names);
  }

  #report(
    asked: readonly Result[],
    others: readonly Result[],
    failOn: FailOn,
    rejections: RejectionsInNamespace,
  ): WorkloadReport {
    const { kind, apiVersion, name } = this.#ref;
    // A runtime class may exempt some pods and not others: the workload is exempt only if none of its objects is judged.
    const isExempt = this.#template.all.length === 0 && this.#exemptPods === this.#pods;
    // The exemption of a user is only known from the template.
    const ofTemplate = this.#templateExemption?.value;
    const byUser = ofTemplate?.by === "user" ? ofTemplate : null;
    const source = this.#source?.value ?? null;
    const numbers = { pods: this.#pods, replicas: this.#replicas };
    const rejection = reportedRejection(rejections.of(this.#ref), rejections.enforced, { results: asked, ...numbers });
    const results = unmarkIfRejected(asked, rejection);
    return {
      kind,
      apiVersion,
      namespace: this.#namespace,
      name,
      stableName: this.#stableName,
      ...numbers,
      static: this.#isStatic,
      source,
      finished: this.#isFinished,
      rejection,
      exempt: isExempt ? (this.#exemption?.value ?? null) : byUser,
      results,
      otherResults: unmarkIfRejected(others, rejection),
      violations: distinctViolations(results, source, failOn),
      ...unjudgedFields(this.#unjudged ?? []),
    };
  }
}
