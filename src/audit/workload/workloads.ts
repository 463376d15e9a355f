import type { RequestAttributes } from "../../admission/exemptions.ts";
import { judgeController, judgeLevels, judgePod, type ModeResult, type Verdict } from "../../admission/judge.ts";
import type { Policy } from "../../admission/labels.ts";
import { ObjectFault } from "../../api/failure.ts";
import { detailedMessage, type PodEvaluation, type Violation } from "../../policy/evaluator.ts";
import type { Level } from "../../api/level.ts";
import { LATEST } from "../../policy/version.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { isMirrorPod, nameOf } from "../../workloads/identity.ts";
import type { Intern } from "./texts.ts";
import type { LintOptions } from "../options.ts";
import type { FailOn, Result, Sentence, ViolationReport, WorkloadReport } from "../../report/report.ts";
import { distinctViolations } from "../../report/violations.ts";
import { stableNameOf } from "./stable-name.ts";

/** The verdict on a workload of a file. */
export interface JudgedWorkload {
  readonly report: WorkloadReport;
  readonly pod: PodEvaluation;
  readonly verdict: Verdict;
}

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
): JudgedWorkload {
  const { kind, apiVersion, pod, source } = workload;
  const request: RequestAttributes = { namespace, ...(options.user !== undefined && { user: options.user }) };
  const isPod = kind === "Pod";
  const evaluation = options.admission.evaluator.forPod(pod);
  const { levels } = options;
  const { exemptions } = options.admission;
  const verdict =
    levels.length > 0
      ? judgeLevels(evaluation, isPod, request, levels, exemptions)
      : (isPod ? judgePod : judgeController)(evaluation, request, policy, exemptions);
  const { exempt, results } = verdict;
  const name = nameOf(workload);
  const found = intern.addSentences(reportResults(results, workload, isPod ? name : null, intern));
  return {
    report: {
      kind,
      apiVersion,
      namespace,
      name,
      stableName: options.identify ? stableNameOf(workload, undefined) : name,
      pods: isPod ? 1 : 0,
      replicas: workload.replicas ?? null,
      static: isMirrorPod(workload),
      source,
      exempt: exempt ?? null,
      results: found,
      violations: distinctViolations(found, source, options.failOn),
    },
    pod: evaluation,
    verdict,
  };
}

/** Whether a verdict judges anything: not that of an exempt object, except the future pods of a controller that its user alone exempts. */
export function isJudged({ exempt, results }: Verdict): boolean {
  return exempt === undefined || results.length > 0;
}

/**
 * The strictest level, at `latest`, that a namespace meets with one more pod or template. An exempt one does not count. A level that the verdict
 * judged already is not judged again.
 *
 * @param others the strictest level that all others meet
 */
export function strictestWith(others: Level, pod: PodEvaluation, verdict: Verdict): Level {
  if (!isJudged(verdict)) return others;
  const meets = (level: Level): boolean => {
    const judged = verdict.results.find(({ level: one, version }) => one === level && version.text === LATEST.text);
    return (judged?.violations ?? pod.violations({ level, version: LATEST })).length === 0;
  };
  // Restricted does not imply baseline: it overrides some of baseline's checks, and exempts Windows from others.
  if (!meets("baseline") || others === "privileged") return "privileged";
  return others === "restricted" && meets("restricted") ? "restricted" : "baseline";
}

/**
 * The results of an object, without sentences.
 *
 * @param pod the name of the pod that was judged; null for a template
 */
export function reportResults(
  results: readonly ModeResult[],
  workload: WorkloadObject,
  pod: string | null,
  intern: Intern,
): readonly Result[] {
  // Several levels share a violation: it is one object in the report, too.
  const known = results.length > 1 ? new Map<Violation, ViolationReport>() : undefined;
  const violationOf = (violation: Violation): ViolationReport => {
    let report = known?.get(violation);
    if (report === undefined) {
      report = reportViolation(violation, workload, intern);
      known?.set(violation, report);
    }
    return report;
  };
  return results.map((result) => ({
    subject: pod === null ? "template" : "pods",
    pods: pod === null ? 0 : 1,
    pod,
    level: result.level,
    version: result.version.text,
    modes: result.modes,
    newIn: result.newIn,
    allowed: result.violations.length === 0,
    message: intern.text(messageOf(result)),
    sentences: NONE,
    violations: result.violations.map(violationOf),
  }));
}

const NONE: readonly Sentence[] = [];

/** Far longer than the message of any object of 3 MiB, and short enough that every format can still escape it. */
const MAX_MESSAGE = 64 * 1024 * 1024;

/**
 * The API server's message of a result.
 *
 * @throws ObjectFault if it is longer than any message of an API server
 */
export function messageOf({ violations }: ModeResult): string {
  const message = detailedMessage(violations);
  if (message.length <= MAX_MESSAGE) return message;
  throw new ObjectFault(`too large: its messages have more than ${MAX_MESSAGE / 1024 / 1024} MiB`);
}

function reportViolation(
  { check, reason, detail, fields }: Violation,
  workload: WorkloadObject,
  intern: Intern,
): ViolationReport {
  return {
    check,
    reason,
    detail: intern.text(detail),
    accepted: false,
    fields: fields.map(({ path, value }) => {
      const fullPath = [...workload.podPath, ...path];
      const { line, column } = workload.locate(fullPath);
      const stablePath = intern.identifies ? intern.stablePath(workload.pod, path) : "";
      return { path: intern.path(fullPath), stablePath, value: value ?? null, line, column };
    }),
  };
}
