import type { Exemption } from "../admission/exemptions.ts";
import type { ModeResult } from "../admission/judge.ts";
import { MODES, type Mode } from "../admission/labels.ts";
import { detailedMessage } from "../policy/evaluator.ts";
import { compareBytes } from "../policy/wording.ts";
import type { Source, WorkloadObject } from "../workloads/object.ts";
import { isMirrorPod, type WorkloadRef } from "../workloads/owners.ts";
import type { Intern } from "./intern.ts";
import type { Result, WorkloadReport } from "./report.ts";
import { nameOf } from "./stable-name.ts";
import { reportResult } from "./workloads.ts";

/** What was said of a template or a pod. */
export interface Verdict {
  readonly exempt: Exemption | undefined;
  readonly results: readonly (ModeResult & { readonly newIn: readonly Mode[] })[];
}

/** Pods of a workload of which the same is said. */
interface PodGroup {
  /** What is said, with the fields of the first pod. */
  result: Result;
  pods: number;
  /** The name that is the first in byte order. */
  first: string;
}

/** A workload, and what has been said of it so far: of its template, and of its pods, which are counted by what is said of them. */
export class WorkloadFold {
  /** The name that a report of another day has for it too. */
  stableName: string;
  readonly #ref: WorkloadRef;
  readonly #namespace: string;
  readonly #intern: Intern;
  readonly #template: Result[] = [];
  readonly #groups = new Map<string, PodGroup>();
  #pods = 0;
  #exemptPods = 0;
  #templateExemption: Exemption | undefined;
  #hasTemplate = false;
  #exemption: Exemption | undefined;
  #replicas: number | null = null;
  #isStatic = false;
  #source: Source | null = null;

  constructor(ref: WorkloadRef, stableName: string, namespace: string, intern: Intern) {
    this.stableName = stableName;
    this.#ref = ref;
    this.#namespace = namespace;
    this.#intern = intern;
  }

  /** Its own template, or that of something it has made: there may be several of those, of which the same is said once. */
  addTemplate(workload: WorkloadObject, { exempt, results }: Verdict, source: Source | null): void {
    if (!this.#hasTemplate) this.#source = source;
    this.#hasTemplate = true;
    if (workload.replicas !== undefined) this.#replicas = (this.#replicas ?? 0) + workload.replicas;
    this.#exemption ??= exempt;
    this.#templateExemption ??= exempt;
    for (const result of results) {
      const reported = { ...reportResult(result, workload, null, this.#intern), newIn: result.newIn };
      const isSaid = this.#template.some(
        ({ level, version, message }) =>
          level === reported.level && version === reported.version && message === reported.message,
      );
      if (!isSaid) this.#template.push(reported);
    }
  }

  addPod(pod: WorkloadObject, { exempt, results }: Verdict, source: Source | null): void {
    const name = nameOf(pod);
    this.#pods++;
    this.#isStatic ||= isMirrorPod(pod);
    if (!this.#hasTemplate) this.#source ??= source;
    if (exempt !== undefined) {
      this.#exemptPods++;
      this.#exemption ??= exempt;
    }
    for (const result of results) {
      const message = detailedMessage(result.violations);
      const key = `${result.level}:${result.version.text} ${result.newIn.join()} ${message}`;
      const group = this.#groups.get(key);
      if (group !== undefined) {
        group.pods++;
        if (compareBytes(name, group.first) >= 0) continue;
        group.first = name;
      }
      const reported = { ...reportResult(result, pod, name, this.#intern), newIn: result.newIn };
      if (group === undefined) this.#groups.set(key, { result: reported, pods: 1, first: name });
      else group.result = reported;
    }
  }

  report(): WorkloadReport {
    const { kind, apiVersion, name } = this.#ref;
    // A runtime class may exempt some pods and not others: the workload is exempt only where nothing of it is judged.
    const isExempt = this.#template.length === 0 && this.#exemptPods === this.#pods;
    // Of a user's exemption the workload's pods know nothing.
    const byUser = this.#templateExemption?.by === "user" ? this.#templateExemption : null;
    const groups = [...this.#groups.values()].toSorted(
      (a, b) => compareBytes(a.first, b.first) || firstMode(a.result) - firstMode(b.result),
    );
    return {
      kind,
      apiVersion,
      namespace: this.#namespace,
      name,
      stableName: this.stableName,
      pods: this.#pods,
      replicas: this.#replicas,
      static: this.#isStatic,
      source: this.#source,
      exempt: isExempt ? (this.#exemption ?? null) : byUser,
      results: [...this.#template, ...groups.map(({ result, pods, first }) => ({ ...result, pods, pod: first }))],
    };
  }
}

function firstMode({ modes: [mode] }: Result): number {
  return mode === undefined ? MODES.length : MODES.indexOf(mode);
}
