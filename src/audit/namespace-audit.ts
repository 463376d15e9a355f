import { LastAnswer } from "../api/values/last-answer.ts";
import { exemptNamespace } from "../admission/exemptions.ts";
import { addRequested, type Verdict } from "../admission/judge.ts";
import type { Mode } from "../api/mode.ts";
import { resolvePolicy, type LabelResolution, type Labels } from "../admission/labels.ts";
import type { ConfiguredAdmission } from "../admission/response.ts";
import type { LevelVersion, PodEvaluation } from "../policy/evaluator.ts";
import { isLatest, LATEST } from "../policy/version.ts";
import { findingsOf } from "./findings.ts";
import type { Commit, InventoryEntry } from "./inventory/consumer.ts";
import { judgedAs } from "./inventory/judging/judged-as.ts";
import type { Rejections } from "./inventory/rejections.ts";
import { judgeBy, judgeUnder } from "./workload/workloads.ts";
import type { Intern } from "./workload/texts.ts";
import { isJudged } from "./workload/workloads.ts";
import { ReportedWorkloads } from "./reported-workloads.ts";
import { rejectionsIn, reportedLabels } from "./reported-policy.ts";
import { readinessOf } from "../report/readiness.ts";
import type { Blocks, FailOn, NamespaceReport } from "../report/report.ts";

const BASELINE = { level: "baseline", version: LATEST } as const;

/** The options that are the same for all namespaces of an audit. */
export interface NamespaceAuditOptions {
  readonly admission: ConfiguredAdmission;
  /** The levels that `--level` asks for, besides the policy in force. */
  readonly levels: readonly LevelVersion[];
}

const LAST_VERDICT = new LastAnswer<Verdict>();

/** Audits a namespace: the verdict on each workload under the policy in force, and the findings. */
export class NamespaceAudit {
  readonly name: string;
  readonly #admission: ConfiguredAdmission;
  readonly #levels: readonly LevelVersion[];
  readonly #isExempt: boolean;
  readonly #areLabelsKnown: boolean;
  readonly #resolution: LabelResolution;
  readonly #workloads: ReportedWorkloads;
  /** The exempt workloads that do not meet baseline. */
  readonly #exemptViolations = new Set<string>();
  /** The workloads that meet the pinned version of a mode and do not meet `latest`. */
  readonly #latestViolations: Record<Mode, Set<string>> = { enforce: new Set(), audit: new Set(), warn: new Set() };

  /** @param labels undefined if they could not be read; then the policy is unknown, and only levels are judged */
  constructor(name: string, labels: Labels | undefined, options: NamespaceAuditOptions, intern: Intern) {
    const { admission, levels } = options;
    this.name = name;
    this.#admission = admission;
    this.#levels = levels;
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

  #judge(entry: InventoryEntry): Verdict {
    return LAST_VERDICT.of([this, ...judgedAs(entry)], () => this.#judgeAnew(entry));
  }

  #judgeAnew({ object, pod }: InventoryEntry): Verdict {
    const request = { namespace: this.name };
    const { exemptions } = this.#admission;
    if (!this.#areLabelsKnown) return judgeBy(object, pod, request, this.#levels, exemptions);
    const verdict = judgeUnder(object, pod, request, this.#resolution.policy, exemptions);
    return this.#levels.length > 0 && isJudged(verdict) ? addRequested(verdict, pod, this.#levels) : verdict;
  }

  /** Prepares the facts for the findings. */
  #prepareMeasure(pod: PodEvaluation, key: string, verdict: Verdict): Commit {
    if (!isJudged(verdict)) {
      const isShort = pod.violations(BASELINE).length > 0;
      return () => {
        if (isShort) this.#exemptViolations.add(key);
      };
    }
    const outdated = verdict.results.filter(
      ({ level, version, modes, violations }) =>
        modes.length > 0 &&
        !isLatest(version) &&
        violations.length === 0 &&
        pod.violations({ level, version: LATEST }).length > 0,
    );
    return () => {
      for (const { modes } of outdated) for (const mode of modes) this.#latestViolations[mode].add(key);
    };
  }

  /**
   * @param failOn the mode whose violations fail the run
   * @param complete whether all objects of the namespace could be read
   * @param rejections the rejections of pods that the cluster reports
   */
  report(failOn: FailOn, complete: boolean, rejections: Rejections): NamespaceReport {
    const workloads = this.#workloads.report(
      failOn,
      rejectionsIn(this.name, this.#areLabelsKnown ? this.#resolution : undefined, rejections),
    );
    const readiness = readinessOf({
      workloads,
      exempt: this.#isExempt,
      complete: complete && this.#areLabelsKnown,
    });
    const labels = reportedLabels(this.#resolution);
    return {
      name: this.name,
      labelsKnown: this.#areLabelsKnown,
      exempt: this.#isExempt,
      ...labels,
      policy: this.#areLabelsKnown ? labels.policy : null,
      assumedPolicy: false,
      ...readiness,
      findings: this.#findings(readiness.blocks.baseline.checks),
      change: null,
      workloads,
    };
  }

  #findings(blockBaseline: Blocks["checks"]): NamespaceReport["findings"] {
    return findingsOf({
      resolution: this.#resolution,
      isExempt: this.#isExempt,
      areLabelsKnown: this.#areLabelsKnown,
      exemptViolations: this.#exemptViolations.size,
      blockBaseline,
      latestViolations: {
        enforce: this.#latestViolations.enforce.size,
        audit: this.#latestViolations.audit.size,
        warn: this.#latestViolations.warn.size,
      },
      evaluator: this.#admission.evaluator,
    });
  }
}
