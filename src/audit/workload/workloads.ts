import type { Exemptions, RequestAttributes } from "../../admission/exemptions.ts";
import {
  judgeController,
  judgeLevels,
  judgeOperated,
  judgePod,
  resultOf,
  type ModeResult,
  type Verdict,
} from "../../admission/judge.ts";
import type { Policy } from "../../admission/labels.ts";
import { ObjectFault } from "../../api/failure.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import type { LevelVersion, PodEvaluation, Violation } from "../../policy/evaluator.ts";
import { defaultOlderTemplate } from "../../workloads/defaults.ts";
import { LATEST } from "../../policy/version.ts";
import type { PodInObject, WorkloadObject } from "../../workloads/object.ts";
import { isMirrorPod, nameOf, podsOf } from "../../workloads/identity.ts";
import { messageOf, type Intern } from "./texts.ts";
import type { LintOptions } from "../options.ts";
import type { FailOn, Result, Sentence, ViolationReport, WorkloadReport } from "../../report/report.ts";
import { distinctViolations } from "../../report/violations.ts";
import { stableNameOf } from "./stable-name.ts";

/** The options of a lint that matter for a single object. */
interface JudgeOptions extends Pick<LintOptions, "admission" | "levels" | "user" | "identify"> {
  /** The violations that fail the run. */
  readonly failOn: FailOn;
}

/** Judges an object of a file as if it were created now, under the policy of its namespace or the levels of `--level`. */
export function judgeWorkload(
  workload: WorkloadObject,
  namespace: string,
  policy: Policy,
  options: JudgeOptions,
  intern: Intern,
): WorkloadReport {
  const { kind, apiVersion, source } = workload;
  const request: RequestAttributes = { namespace, ...(options.user !== undefined && { user: options.user }) };
  const isPod = kind === "Pod";
  const { levels, admission } = options;
  const name = nameOf(workload);
  const asked: Result[] = [];
  const otherResults: Result[] = [];
  let exempt: Verdict["exempt"];
  for (const template of podsOf(workload)) {
    const evaluation = evaluateTemplate(admission, workload, template);
    const verdict =
      levels.length > 0
        ? judgeBy(workload, evaluation, request, levels, admission.exemptions)
        : judgeUnder(workload, evaluation, request, policy, admission.exemptions);
    const all = reportResults(allResults(verdict, evaluation), workload, template, isPod ? name : null, intern);
    // A mode or a level asks for each result of the verdict, and for none of the results that complete them.
    asked.push(...all.slice(0, verdict.results.length));
    otherResults.push(...all.slice(verdict.results.length));
    exempt ??= verdict.exempt;
  }
  // A runtime class may exempt some templates and not others.
  if (exempt?.by === "runtimeClass" && asked.length > 0) exempt = undefined;
  const results = intern.addSentences(asked);
  intern.size.addWorkload([...asked, ...otherResults]);
  return {
    kind,
    apiVersion,
    namespace,
    name,
    stableName: options.identify ? stableNameOf(workload, undefined) : name,
    pods: isPod ? 1 : 0,
    replicas: workload.replicas ?? null,
    static: isMirrorPod(workload),
    source,
    finished: false,
    rejection: null,
    exempt: exempt ?? null,
    results,
    otherResults,
    violations: distinctViolations(results, source, options.failOn),
    ...unjudgedFields(workload.custom?.unjudged ?? []),
  };
}

/** The part of a report on the fields that can set any field of the pods, sorted; nothing without such fields. */
export function unjudgedFields(fields: Iterable<string>): Pick<WorkloadReport, "unjudged"> {
  const unjudged = [...new Set(fields)].toSorted(compareBytes);
  return unjudged.length === 0 ? {} : { unjudged };
}

/** The facts about an object that decide how its pods are judged. */
type Judged = Pick<WorkloadObject, "kind" | "custom">;

/** Prepares a pod with the defaults of the evaluator's API server, which defaults no custom resource. */
export function evaluateTemplate(
  { evaluator }: Pick<LintOptions["admission"], "evaluator">,
  { custom }: Judged,
  { pod }: PodInObject,
): PodEvaluation {
  return evaluator.forPod(custom === undefined ? defaultOlderTemplate(pod, evaluator.maxMinor) : pod);
}

/** Judges a Pod, or a template of an object, under a policy. */
export function judgeUnder(
  { kind, custom }: Judged,
  pod: PodEvaluation,
  request: RequestAttributes,
  policy: Policy,
  exemptions: Exemptions,
): Verdict {
  if (custom !== undefined) return judgeOperated(pod, request, policy, exemptions);
  return (kind === "Pod" ? judgePod : judgeController)(pod, request, policy, exemptions);
}

/** Judges a Pod, or a template of an object, by levels. */
export function judgeBy(
  { kind, custom }: Judged,
  pod: PodEvaluation,
  request: RequestAttributes,
  levels: readonly LevelVersion[],
  exemptions: Exemptions,
): Verdict {
  // An operator makes the objects, so the user who creates the custom resource exempts none of them.
  const { namespace } = request;
  return judgeLevels(pod, kind === "Pod", custom === undefined ? request : { namespace }, levels, exemptions);
}

/** Whether a verdict judges anything: not that of an exempt object, except the future pods of a controller that its user alone exempts. */
export function isJudged({ exempt, results }: Verdict): boolean {
  return exempt === undefined || results.length > 0;
}

const LATEST_LEVELS: readonly LevelVersion[] = [
  { level: "baseline", version: LATEST },
  { level: "restricted", version: LATEST },
];

/**
 * Completes the results of an object: those of the verdict, and those at baseline:latest and restricted:latest that the verdict does not have. An
 * exempt object has none.
 */
export function allResults(verdict: Verdict, pod: PodEvaluation): readonly ModeResult[] {
  const { results } = verdict;
  if (!isJudged(verdict)) return results;
  const others = LATEST_LEVELS.filter(
    ({ level, version }) => !results.some((one) => one.level === level && one.version.text === version.text),
  );
  return others.length === 0 ? results : [...results, ...others.map((one) => resultOf(pod, one))];
}

/**
 * The results of an object, without sentences.
 *
 * @param template the pod of the workload that was judged
 * @param pod the name of the pod; null for a template
 */
export function reportResults(
  results: readonly ModeResult[],
  workload: WorkloadObject,
  template: PodInObject,
  pod: string | null,
  intern: Intern,
): readonly Result[] {
  // Several levels share a violation: it is one object in the report, too.
  const known = results.length > 1 ? new Map<Violation, ViolationReport>() : undefined;
  const violationOf = (violation: Violation): ViolationReport => {
    let report = known?.get(violation);
    if (report === undefined) {
      report = reportViolation(violation, workload, template, intern);
      known?.set(violation, report);
    }
    return report;
  };
  const path = template.templateName === undefined ? undefined : intern.path(template.podPath);
  return results.map((result) => ({
    subject: pod === null ? "template" : "pods",
    ...(path !== undefined && { template: path }),
    pods: pod === null ? 0 : 1,
    pod,
    level: result.level,
    version: result.version.text,
    modes: result.modes,
    requested: result.requested,
    newIn: result.newIn,
    allowed: result.violations.length === 0,
    message: intern.text(messageOf(result)),
    sentences: NONE,
    violations: result.violations.map(violationOf),
  }));
}

const NONE: readonly Sentence[] = [];

/** Far more containers, ports or volumes than any pod has. Each field is an entry of a report, and a result of SARIF. */
const MAX_FIELDS = 10_000;

/** @throws ObjectFault if a report may not list all its fields */
function reportViolation(
  { check, reason, detail, fields }: Violation,
  workload: WorkloadObject,
  template: PodInObject,
  intern: Intern,
): ViolationReport {
  if (fields.length > MAX_FIELDS) {
    throw new ObjectFault(
      `too large: ${fields.length} fields violate ${check}, and a report lists ${MAX_FIELDS} at most`,
    );
  }
  return {
    check,
    reason,
    detail: intern.text(detail),
    ...(template.templateName !== undefined && { template: intern.path(template.podPath) }),
    accepted: null,
    fields: fields.map((field) => intern.field(workload, template, field)),
  };
}
