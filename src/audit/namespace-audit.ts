import { exemptNamespace } from "../admission/exemptions.ts";
import { judgeController, judgePod, type Verdict } from "../admission/judge.ts";
import type { Mode } from "../api/mode.ts";
import { resolvePolicy, type LabelResolution, type Labels } from "../admission/labels.ts";
import type { ConfiguredAdmission } from "../admission/response.ts";
import type { PodEvaluation } from "../policy/evaluator.ts";
import { isLatest, LATEST } from "../policy/version.ts";
import { findingsOf } from "./findings.ts";
import type { Commit, InventoryEntry } from "./inventory/consumer.ts";
import type { Rejections } from "./inventory/rejections.ts";
import type { Intern } from "./workload/texts.ts";
import { isJudged } from "./workload/workloads.ts";
import { ReportedWorkloads } from "./reported-workloads.ts";
import { reportedLabels } from "./reported-policy.ts";
import type { AskedFailOn, NamespaceReport } from "../report/report.ts";

const BASELINE = { level: "baseline", version: LATEST } as const;

/** Audits a namespace: the verdict on each workload under the policy in force, and the findings. */
export class NamespaceAudit {
  readonly #name: string;
  readonly #admission: ConfiguredAdmission;
  readonly #isExempt: boolean;
  readonly #areLabelsKnown: boolean;
  readonly #resolution: LabelResolution;
  readonly #workloads: ReportedWorkloads;
  /** The workloads that fail each check of baseline. */
  readonly #baselineViolations = new Map<string, Set<string>>();
  /** The exempt workloads that do not meet baseline. */
  readonly #exemptViolations = new Set<string>();
  /** The workloads that meet the pinned version of a mode and do not meet `latest`. */
  readonly #latestViolations: Record<Mode, Set<string>> = { enforce: new Set(), audit: new Set(), warn: new Set() };

  /** @param labels undefined if they could not be read; then the namespace is judged as one without labels */
  constructor(name: string, labels: Labels | undefined, admission: ConfiguredAdmission, intern: Intern) {
    this.#name = name;
    this.#admission = admission;
    this.#isExempt = exemptNamespace(name, admission.exemptions) !== undefined;
    this.#areLabelsKnown = labels !== undefined;
    this.#resolution = resolvePolicy(labels ?? {}, admission.defaults);
    this.#workloads = new ReportedWorkloads(name, intern);
  }

  /** Prepares a pod or a template. */
  prepare(entry: InventoryEntry): Commit {
    if (entry.isFinished) return this.#workloads.prepareFinished(entry);
    const verdict = this.#judge(entry);
    const key = this.#workloads.keyOf(entry);
    const commit = this.#workloads.prepare(key, entry, verdict);
    const measure = this.#prepareMeasure(entry.pod, key, verdict);
    return () => {
      commit();
      measure();
    };
  }

  #judge({ object, pod }: InventoryEntry): Verdict {
    const judge = object.kind === "Pod" ? judgePod : judgeController;
    const request = { namespace: this.#name };
    return judge(pod, request, this.#resolution.policy, this.#admission.exemptions);
  }

  /** Prepares the facts for the findings. */
  #prepareMeasure(pod: PodEvaluation, key: string, verdict: Verdict): Commit {
    const short = pod.violations(BASELINE);
    if (!isJudged(verdict)) {
      return () => {
        if (short.length > 0) this.#exemptViolations.add(key);
      };
    }
    const outdated = verdict.results.filter(
      ({ level, version, violations }) =>
        !isLatest(version) && violations.length === 0 && pod.violations({ level, version: LATEST }).length > 0,
    );
    return () => {
      for (const { check } of short) {
        const workloads = this.#baselineViolations.get(check);
        if (workloads === undefined) this.#baselineViolations.set(check, new Set([key]));
        else workloads.add(key);
      }
      for (const { modes } of outdated) for (const mode of modes) this.#latestViolations[mode].add(key);
    };
  }

  /**
   * @param failOn the mode whose violations fail the run
   * @param rejections the rejections of pods that the cluster reports
   */
  report(failOn: AskedFailOn, rejections: Rejections): NamespaceReport {
    return {
      name: this.#name,
      labelsKnown: this.#areLabelsKnown,
      exempt: this.#isExempt,
      ...reportedLabels(this.#resolution),
      assumedPolicy: false,
      strictest: this.#workloads.strictest,
      findings: this.#findings(),
      change: null,
      workloads: this.#workloads.report(failOn, rejections),
    };
  }

  #findings(): NamespaceReport["findings"] {
    return findingsOf({
      resolution: this.#resolution,
      isExempt: this.#isExempt,
      areLabelsKnown: this.#areLabelsKnown,
      strictest: this.#workloads.strictest,
      exemptViolations: this.#exemptViolations.size,
      baselineViolations: Array.from(this.#baselineViolations, ([check, { size }]) => [check, size] as const),
      latestViolations: {
        enforce: this.#latestViolations.enforce.size,
        audit: this.#latestViolations.audit.size,
        warn: this.#latestViolations.warn.size,
      },
      evaluator: this.#admission.evaluator,
    });
  }
}
