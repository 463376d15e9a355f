import type { Exemption } from "../../admission/exemptions.ts";
import type { ModeResult, Verdict } from "../../admission/judge.ts";
import { MODES } from "../../api/mode.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import type { Source, WorkloadObject } from "../../workloads/object.ts";
import { isMirrorPod, type WorkloadRef, nameOf } from "../../workloads/identity.ts";
import { clearerRef } from "../../workloads/owners.ts";
import type { Intern, SilentResult } from "./texts.ts";
import type { FailOn, WorkloadReport } from "../../report/report.ts";
import { distinctViolations } from "../../report/violations.ts";
import { messageOf, reportResults } from "./workloads.ts";

/** Pods of a workload with the same verdict. */
interface PodGroup {
  /** The verdict, with the fields of the first pod. */
  result: SilentResult;
  pods: number;
  /** The name that is the first in byte order. */
  first: string;
}

/** The verdict on a template. */
interface TemplateResult {
  result: SilentResult;
  /** Orders the results: by the name of their template, then in its order. */
  rank: string;
  index: number;
}

/** A value that several objects may have: the one whose rank is the first in byte order counts. */
interface Ranked<Value> {
  readonly rank: string;
  readonly value: Value;
}

/** Templates are before pods. */
const TEMPLATE_RANK = "0";
const POD_RANK = "1";

/**
 * A workload and its verdicts so far: on its template, and on its pods, which are counted by verdict. The objects may come in any order: the
 * report is the same.
 */
export class WorkloadFold {
  readonly #namespace: string;
  readonly #intern: Intern;
  readonly #template: TemplateResult[] = [];
  readonly #groups = new Map<string, PodGroup>();
  #ref: WorkloadRef;
  #stableName: string;
  #hasOwnName = false;
  #pods = 0;
  #exemptPods = 0;
  #templateExemption: Ranked<Exemption> | undefined;
  #exemption: Ranked<Exemption> | undefined;
  #replicas: number | null = null;
  #isStatic = false;
  #source: Ranked<Source | null> | undefined;

  constructor(ref: WorkloadRef, namespace: string, intern: Intern) {
    this.#ref = ref;
    this.#stableName = ref.name;
    this.#namespace = namespace;
    this.#intern = intern;
  }

  /**
   * Learns what the workload is called.
   *
   * @param ref as an object of it has it
   * @param stableName the name that a report of another day has for it too, as far as the object tells
   * @param isOwn whether the object is the workload itself, which knows best
   */
  name(ref: WorkloadRef, stableName: string, isOwn: boolean): void {
    this.#ref = clearerRef(this.#ref, ref);
    if (isOwn || (!this.#hasOwnName && stableName !== ref.name)) this.#stableName = stableName;
    this.#hasOwnName ||= isOwn;
  }

  /** Adds its own template, or the template of an object that it owns. Several templates with the same verdict are one result. */
  addTemplate(workload: WorkloadObject, { exempt, results }: Verdict, source: Source | null): void {
    // This may fail, and must change nothing then.
    const reports = reportResults(results, workload, null, this.#intern);
    const rank = TEMPLATE_RANK + nameOf(workload);
    this.#source = firstOf(this.#source, { rank, value: source });
    if (workload.replicas !== undefined) this.#replicas = (this.#replicas ?? 0) + workload.replicas;
    if (exempt !== undefined) {
      this.#exemption = firstOf(this.#exemption, { rank, value: exempt });
      this.#templateExemption = firstOf(this.#templateExemption, { rank, value: exempt });
    }
    for (const [index, result] of reports.entries()) {
      const said = this.#template.find(
        ({ result: { level, version, message } }) =>
          level === result.level && version === result.version && message === result.message,
      );
      if (said === undefined) this.#template.push({ result, rank, index });
      else if (compareBytes(rank, said.rank) < 0) Object.assign(said, { result, rank, index });
    }
  }

  addPod(pod: WorkloadObject, { exempt, results }: Verdict, source: Source | null): void {
    const name = nameOf(pod);
    // This may fail, and must change nothing then.
    const said = results.map((result) => ({ result, ...this.#groupOf(result, name) }));
    const first = said.filter(({ isFirst }) => isFirst);
    const reports = reportResults(
      first.map(({ result }) => result),
      pod,
      name,
      this.#intern,
    );
    this.#pods++;
    this.#isStatic ||= isMirrorPod(pod);
    const rank = POD_RANK + name;
    this.#source = firstOf(this.#source, { rank, value: source });
    if (exempt !== undefined) {
      this.#exemptPods++;
      this.#exemption = firstOf(this.#exemption, { rank, value: exempt });
    }
    for (const { group } of said) if (group !== undefined) group.pods++;
    for (const [index, { key, group }] of first.entries()) {
      const result = reports[index];
      if (result === undefined) continue;
      if (group === undefined) this.#groups.set(key, { result, pods: 1, first: name });
      else Object.assign(group, { result, first: name });
    }
  }

  /** The pods with the same verdict, if there are any, and whether this pod comes before them. */
  #groupOf(result: ModeResult, name: string) {
    const key = `${result.level}:${result.version.text} ${result.newIn.join()} ${messageOf(result)}`;
    const group = this.#groups.get(key);
    const isFirst = group === undefined || compareBytes(name, group.first) < 0;
    return { key, group, isFirst };
  }

  /** @param failOn which violations fail the run */
  report(failOn: FailOn): WorkloadReport {
    const { kind, apiVersion, name } = this.#ref;
    // A runtime class may exempt some pods and not others: the workload is exempt only where nothing of it is judged.
    const isExempt = this.#template.length === 0 && this.#exemptPods === this.#pods;
    // Of a user's exemption the workload's pods know nothing.
    const ofTemplate = this.#templateExemption?.value;
    const byUser = ofTemplate?.by === "user" ? ofTemplate : null;
    const template = this.#template.toSorted((a, b) => compareBytes(a.rank, b.rank) || a.index - b.index);
    const groups = [...this.#groups.values()].toSorted(
      (a, b) => compareBytes(a.first, b.first) || firstMode(a.result) - firstMode(b.result),
    );
    const source = this.#source?.value ?? null;
    const results = this.#intern.addSentences([
      ...template.map(({ result }) => result),
      ...groups.map(({ result, pods, first }) => ({ ...result, pods, pod: first })),
    ]);
    return {
      kind,
      apiVersion,
      namespace: this.#namespace,
      name,
      stableName: this.#stableName,
      pods: this.#pods,
      replicas: this.#replicas,
      static: this.#isStatic,
      source,
      exempt: isExempt ? (this.#exemption?.value ?? null) : byUser,
      results,
      violations: distinctViolations(results, source, failOn),
    };
  }
}

function firstMode({ modes: [mode] }: SilentResult): number {
  return mode === undefined ? MODES.length : MODES.indexOf(mode);
}

function firstOf<Value>(known: Ranked<Value> | undefined, next: Ranked<Value>): Ranked<Value> {
  return known === undefined || compareBytes(next.rank, known.rank) < 0 ? next : known;
}
