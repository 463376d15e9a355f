import { exemptNamespace, type RequestAttributes } from "../admission/exemptions.ts";
import { judgeController, judgePod, type ModeResult, type Verdict } from "../admission/judge.ts";
import type { Mode } from "../api/mode.ts";
import { resolvePolicy, type Labels, type LabelResolution } from "../admission/labels.ts";
import { reviewNamespaceUpdate } from "../admission/namespaces.ts";
import { PodRecheck } from "../admission/pod-recheck.ts";
import type { ConfiguredAdmission } from "../admission/response.ts";
import { asWarningHeaders } from "../admission/warning-headers.ts";
import type { PodEvaluation } from "../policy/evaluator.ts";
import { compareLevels, type Level } from "../api/level.ts";
import { LATEST } from "../policy/version.ts";
import { workloadKeyOf } from "../workloads/identity.ts";
import type { WorkloadObject } from "../workloads/object.ts";
import { controllerOf, type WorkloadRef } from "../workloads/owners.ts";
import { applyChanges, type LabelChanges } from "./change.ts";
import { findingsOf } from "./findings.ts";
import type { Intern } from "./workload/intern.ts";
import { partsOf } from "./namespaces.ts";
import { compareWorkloads } from "../report/order.ts";
import type { AskedFailOn, NamespaceChange, NamespaceReport } from "../report/report.ts";
import { nameOf, stableNameOf } from "./workload/stable-name.ts";
import { WorkloadFold } from "./workload/workload-fold.ts";
import { strictestLevel } from "./workload/workloads.ts";

/** What an audit asks of each namespace. */
export interface NamespaceQuestion {
  readonly admission: ConfiguredAdmission;
  /** The labels to be set and removed; undefined for an audit of what is. */
  readonly changes: LabelChanges | undefined;
  /** The user whose requests are simulated; it makes no pods of controllers. */
  readonly user: string | undefined;
  /** Which mode's violations fail the run (`--fail-on`). */
  readonly failOn: AskedFailOn;
  /** Whether places are those of files. */
  readonly hasSources: boolean;
}

/** A level that workloads of an exempt namespace are measured by, and how many fall short of it. */
const YARDSTICK = { level: "baseline", version: LATEST } as const;

/** A namespace, and what has been said of the workloads in it so far. */
export class NamespaceAudit {
  readonly #name: string;
  readonly #question: NamespaceQuestion;
  readonly #intern: Intern;
  readonly #isExempt: boolean;
  readonly #areLabelsKnown: boolean;
  /** What is in force, and what would be. */
  readonly #current: LabelResolution;
  readonly #asked: LabelResolution;
  readonly #change: Omit<NamespaceChange, "from"> | null;
  readonly #recheck: PodRecheck | undefined;
  readonly #workloads = new Map<string, WorkloadFold>();
  #strictest: Level = "restricted";
  /** How many workloads fail each check of baseline, and what is said of exempt ones. */
  readonly #shortOfBaseline = new Map<string, Set<string>>();
  readonly #hidden = new Set<string>();
  readonly #pinnedShort: Record<Mode, Set<string>> = { enforce: new Set(), audit: new Set(), warn: new Set() };

  /** @param known its labels; undefined where they could not be read: then it is judged as one without any */
  constructor(name: string, known: Labels | undefined, question: NamespaceQuestion, intern: Intern) {
    const { admission, changes } = question;
    const labels = known ?? {};
    this.#areLabelsKnown = known !== undefined;
    this.#name = name;
    this.#question = question;
    this.#intern = intern;
    this.#isExempt = exemptNamespace(name, admission.exemptions) !== undefined;
    this.#current = resolvePolicy(labels, admission.defaults);
    if (changes === undefined) {
      this.#asked = this.#current;
      this.#change = null;
      return;
    }
    const wanted = applyChanges(labels, changes);
    const review = reviewNamespaceUpdate(name, labels, wanted, admission);
    // What is refused changes nothing.
    this.#asked = review.type === "denied" ? this.#current : resolvePolicy(wanted, admission.defaults);
    this.#recheck = review.type === "recheck" ? new PodRecheck(name, review.enforce, admission.exemptions) : undefined;
    this.#change = {
      labels: changes,
      serverWarnings: review.type === "allowed" ? review.warnings : [],
      denied: review.type === "denied" ? review.status.message : null,
    };
  }

  /**
   * @param owner the workload that a pod belongs to; undefined for what belongs to itself
   * @param pod the pod of the object, or of its template
   */
  take(object: WorkloadObject, owner: WorkloadRef | undefined, pod: PodEvaluation): void {
    const { kind, apiVersion } = object;
    const isPod = kind === "Pod";
    const verdict = this.#judge(object, pod);
    const ref = owner ?? { kind, apiVersion, name: nameOf(object) };
    const key = workloadKeyOf(object, ref, this.#workloads.size);
    // What may fail comes first: a workload of which nothing could be said would look as if nothing were wrong with it.
    this.#measure(pod, key, verdict);
    if (isPod) this.#recheck?.add(nameOf(object), pod);
    const known = this.#workloads.get(key);
    const workload = known ?? new WorkloadFold(ref, this.#name, this.#intern);
    workload.name(ref, stableNameOf(object, owner), owner === undefined);
    const source = this.#question.hasSources ? object.source : null;
    if (isPod) workload.addPod(object, verdict, source);
    else workload.addTemplate(object, verdict, source);
    if (known === undefined) this.#workloads.set(key, workload);
  }

  #judge(object: WorkloadObject, pod: PodEvaluation): Verdict {
    const { admission, user, changes } = this.#question;
    const isPod = object.kind === "Pod";
    const request: RequestAttributes = {
      namespace: this.#name,
      // What a controller owns, the controller makes.
      ...(user !== undefined && controllerOf(object.metadata) === undefined && { user }),
    };
    const judge = isPod ? judgePod : judgeController;
    const { exempt, results } = judge(pod, request, this.#asked.policy, admission.exemptions);
    if (changes === undefined) return { exempt, results };
    const before = judge(pod, request, this.#current.policy, admission.exemptions).results;
    return { exempt, results: results.map((result) => ({ ...result, newIn: newModes(result, before) })) };
  }

  #measure(pod: PodEvaluation, key: string, { exempt, results }: Verdict): void {
    const isJudged = exempt === undefined || results.length > 0;
    if (isJudged) {
      const strictest = strictestLevel(pod, results, this.#strictest);
      if (compareLevels(strictest, this.#strictest) < 0) this.#strictest = strictest;
    }
    // A dry run has no findings.
    if (this.#change !== null) return;
    const short = pod.violations(YARDSTICK);
    if (!isJudged) {
      if (short.length > 0) this.#hidden.add(key);
      return;
    }
    for (const { check } of short) {
      const workloads = this.#shortOfBaseline.get(check);
      if (workloads === undefined) this.#shortOfBaseline.set(check, new Set([key]));
      else workloads.add(key);
    }
    for (const { level, version, modes, violations } of results) {
      if (version === LATEST || violations.length > 0) continue;
      if (pod.violations({ level, version: LATEST }).length === 0) continue;
      for (const mode of modes) this.#pinnedShort[mode].add(key);
    }
  }

  report(): NamespaceReport {
    const { policy, errors, labelled } = this.#asked;
    // Long ones are cut on their way to the client, and this is to be what the client prints.
    const serverWarnings = asWarningHeaders(this.#recheck?.warnings() ?? this.#change?.serverWarnings ?? []);
    const workloads = Array.from(this.#workloads.values(), (workload) => workload.report(this.#question.failOn));
    return {
      name: this.#name,
      labelled,
      labelsKnown: this.#areLabelsKnown,
      labelErrors: errors,
      exempt: this.#isExempt,
      policy: partsOf(policy),
      assumedPolicy: false,
      strictest: this.#strictest,
      findings: this.#change === null ? this.#findings() : [],
      change: this.#change && { ...this.#change, from: partsOf(this.#current.policy), serverWarnings },
      workloads: workloads.toSorted(compareWorkloads),
    };
  }

  #findings(): NamespaceReport["findings"] {
    return findingsOf({
      resolution: this.#current,
      isExempt: this.#isExempt,
      areLabelsKnown: this.#areLabelsKnown,
      strictest: this.#strictest,
      hidden: this.#hidden.size,
      shortOfBaseline: Array.from(this.#shortOfBaseline, ([check, { size }]) => [check, size] as const),
      pinnedShort: {
        enforce: this.#pinnedShort.enforce.size,
        audit: this.#pinnedShort.audit.size,
        warn: this.#pinnedShort.warn.size,
      },
      evaluator: this.#question.admission.evaluator,
    });
  }
}

/** The modes in which something is refused, recorded or warned of now, and was not before. */
function newModes({ modes, violations }: ModeResult, before: readonly ModeResult[]): Mode[] {
  if (violations.length === 0) return [];
  return modes.filter((mode) => !before.some((old) => old.modes.includes(mode) && old.violations.length > 0));
}
