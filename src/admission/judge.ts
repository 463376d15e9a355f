import type { EvaluatedPolicy, Evaluator, LevelVersion, PodEvaluation, Violation } from "../policy/evaluator.ts";
import {
  exemptNamespace,
  exemptRequest,
  exemptRuntimeClass,
  exemptUser,
  type Exemption,
  type Exemptions,
  type RequestAttributes,
} from "./exemptions.ts";
import { MODES, type Mode } from "../api/mode.ts";
import { type LabelResolution, type Policy } from "./labels.ts";

/** The evaluator and exemptions of Pod Security Admission, the same for every namespace. */
export interface Admission {
  readonly evaluator: Evaluator;
  readonly exemptions: Exemptions;
}

/** The verdict of one level at one version on a pod, and the modes that ask for it. */
export interface ModeResult extends LevelVersion {
  readonly modes: readonly Mode[];
  /** Whether `--level` asks for it. */
  readonly requested: boolean;
  /** Those of `modes` in which it is worse than under another policy before; empty where there was none. */
  readonly newIn: readonly Mode[];
  /** Empty when the pod is allowed. */
  readonly violations: readonly Violation[];
}

/** The policy of a namespace and the errors in its labels. */
type Resolution = Pick<LabelResolution, "errors"> & { readonly policy: Policy };

/** The decision on an object, before it is put into words. */
export type Decision =
  | { readonly type: "exempt"; readonly exempt: Exemption }
  | { readonly type: "unknown-namespace" }
  /** Not judged: no mode restricts anything, or there is no pod in it. */
  | { readonly type: "skipped" }
  | {
      readonly type: "judged";
      readonly resolution: Resolution;
      /** One for each distinct level and version, in the order of the modes. */
      readonly results: readonly ModeResult[];
    };

const UNKNOWN_NAMESPACE: Decision = { type: "unknown-namespace" };
export const SKIPPED: Decision = { type: "skipped" };

/**
 * Decides about an object. The order is that of ValidatePod, ValidatePodController and EvaluatePod in
 * admission/admission.go, k8s.io/pod-security-admission v0.37.2, and is the same for all objects.
 *
 * @param pod the Pod or template; undefined for a ReplicationController without one
 * @param resolution the policy of the namespace; undefined when there is no such namespace
 * @param modes the modes that apply to such an object
 */
export function decide(
  pod: PodEvaluation | undefined,
  request: RequestAttributes,
  resolution: Resolution | undefined,
  modes: readonly Mode[],
  exemptions: Exemptions,
): Decision {
  const exempt = exemptRequest(request, exemptions);
  if (exempt !== undefined) return { type: "exempt", exempt };
  if (resolution === undefined) return UNKNOWN_NAMESPACE;
  return isUnrestricted(resolution, modes) ? SKIPPED : decideJudged(pod, resolution, modes, exemptions);
}

/**
 * Whether no mode restricts anything, so that the object need not be read. If a label is invalid, the policy may be
 * privileged only because of it. Then the object is judged nevertheless.
 */
export function isUnrestricted({ policy, errors }: Resolution, modes: readonly Mode[]): boolean {
  return errors.length === 0 && isPrivileged(policy, modes);
}

/** The part of {@link decide} after the request and its namespace, for an object that some mode restricts. */
export function decideJudged(
  pod: PodEvaluation | undefined,
  resolution: Resolution,
  modes: readonly Mode[],
  exemptions: Exemptions,
): Decision {
  if (pod === undefined) return SKIPPED;
  const exemptClass = exemptRuntimeClass(pod.pod, exemptions);
  if (exemptClass !== undefined) return { type: "exempt", exempt: exemptClass };
  return { type: "judged", resolution, results: judgeModes(pod, resolution.policy, modes) };
}

/** Whether the policy is privileged in all of `modes`, and so restricts nothing. */
export function isPrivileged(policy: Policy, modes: readonly Mode[]): boolean {
  return modes.every((mode) => policy[mode].level === "privileged");
}

/** The verdict on an object under a policy. */
export interface Verdict {
  readonly exempt: Exemption | undefined;
  /** One for each distinct level and version, in the order of the modes; none for a mode that the exemption covers. */
  readonly results: readonly ModeResult[];
}

const NO_MODES: readonly Mode[] = [];
const NO_ERRORS: LabelResolution["errors"] = [];

/** Judges a Pod as if it were created now: which modes of the policy it violates. */
export function judgePod(
  pod: PodEvaluation,
  request: RequestAttributes,
  policy: Policy,
  exemptions: Exemptions,
): Verdict {
  const decision = decide(pod, request, { policy, errors: NO_ERRORS }, MODES, exemptions);
  switch (decision.type) {
    case "exempt":
      return { exempt: decision.exempt, results: [] };
    case "judged":
      return { exempt: undefined, results: decision.results };
    default:
      return { exempt: undefined, results: judgeModes(pod, policy, MODES) };
  }
}

/**
 * Judges a pod template in a custom resource. The API server never looks at the resource. It judges the pods and the controllers that the operator
 * makes, each in all modes that apply to it: audit and warn count for a pod, too. The exemption of a user does not apply, because the operator creates
 * all these objects.
 */
export function judgeOperated(
  template: PodEvaluation,
  { namespace }: RequestAttributes,
  policy: Policy,
  exemptions: Exemptions,
): Verdict {
  return judgePod(template, { namespace }, policy, exemptions);
}

/**
 * Judges the template of a controller. Audit and warn are the API server's verdicts on the controller itself. The API
 * server never judges a controller by enforce; here, that mode tells whether the pods of the controller will be
 * rejected. The controller manager creates these pods, so the exemption of the user who creates the controller does not
 * apply to them.
 */
export function judgeController(
  template: PodEvaluation,
  request: RequestAttributes,
  policy: Policy,
  exemptions: Exemptions,
): Verdict {
  const ofPods = judgePod(template, { namespace: request.namespace }, policy, exemptions);
  const byUser = exemptUser(request.user, exemptions);
  if (byUser === undefined || ofPods.exempt !== undefined) return ofPods;
  return { exempt: byUser, results: judgeModes(template, policy, ["enforce"]) };
}

/**
 * Judges a Pod, or the template of a controller, by levels instead of the modes of a policy. The exemption of the user
 * who creates a controller does not apply to its pods, as in judgeController.
 *
 * @returns a result without modes for each level, in their order; none for an exempt object
 */
export function judgeLevels(
  pod: PodEvaluation,
  isPod: boolean,
  request: RequestAttributes,
  levels: readonly LevelVersion[],
  exemptions: Exemptions,
): Verdict {
  const exempt = exemptRequest(request, exemptions);
  const ofPods = isPod ? exempt : exemptNamespace(request.namespace, exemptions);
  if (ofPods !== undefined) return { exempt, results: [] };
  const judged = judgeExistingPod(pod, levels, exemptions);
  return { exempt: exempt ?? judged.exempt, results: judged.results.map(asRequested) };
}

/**
 * Judges an existing pod, or the pods of a template, by levels. As when a namespace gets other labels, there is no
 * request, so only a runtime class can exempt it.
 *
 * @returns a result without modes for each level, in their order; none for an exempt pod
 */
export function judgeExistingPod(
  pod: PodEvaluation,
  levels: readonly EvaluatedPolicy[],
  exemptions: Exemptions,
): Verdict {
  const exempt = exemptRuntimeClass(pod.pod, exemptions);
  if (exempt !== undefined) return { exempt, results: [] };
  return {
    exempt: undefined,
    results: levels.map((one) => resultOf(pod, one)),
  };
}

/**
 * Adds the levels of `--level` to the verdict on an object under a policy. A level and version that a mode asks for too is one result.
 *
 * @param verdict a verdict that judges the object
 */
export function addRequested(verdict: Verdict, pod: PodEvaluation, levels: readonly LevelVersion[]): Verdict {
  const isOf = (result: ModeResult) => (one: LevelVersion) =>
    one.level === result.level && one.version.text === result.version.text;
  const ofModes = verdict.results.map((result) => (levels.some(isOf(result)) ? asRequested(result) : result));
  const others = levels.filter((one) => !ofModes.some((result) => isOf(result)(one)));
  return { ...verdict, results: [...ofModes, ...others.map((one) => asRequested(resultOf(pod, one)))] };
}

/** The result of a level that neither a mode nor `--level` asks for. */
export function resultOf(pod: PodEvaluation, policy: EvaluatedPolicy): ModeResult {
  return {
    level: policy.level,
    version: policy.version,
    modes: NO_MODES,
    requested: false,
    newIn: NO_MODES,
    violations: pod.violations(policy),
  };
}

function asRequested(result: ModeResult): ModeResult {
  return { ...result, requested: true };
}

/**
 * Judges a pod under some modes of a policy, exempt or not. Modes with the same level and version share a result.
 *
 * @returns the results in the order of the modes
 * @internal exported for its test
 */
export function judgeModes(pod: PodEvaluation, policy: Policy, modes: readonly Mode[]): readonly ModeResult[] {
  const results: (Omit<ModeResult, "modes"> & { modes: readonly Mode[] })[] = [];
  for (const mode of modes) {
    const { level, version } = policy[mode];
    const known = results.find((result) => result.level === level && result.version.text === version.text);
    // A list that grows by push has 17 places, and a report keeps thousands of these lists.
    if (known !== undefined) known.modes = [...known.modes, mode];
    else results.push({ ...resultOf(pod, policy[mode]), modes: [mode] });
  }
  return results;
}
