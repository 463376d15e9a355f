import type { Pod } from "../api/pod.ts";
import { type Evaluator, type LevelVersion, type Violation } from "../policy/evaluator.ts";
import {
  exemptNamespace,
  exemptRequest,
  exemptRuntimeClass,
  exemptUser,
  type Exemption,
  type Exemptions,
  type RequestAttributes,
} from "./exemptions.ts";
import { MODES, type Mode, type Policy } from "./labels.ts";

/** What Pod Security Admission judges with, whatever the namespace. */
export interface Admission {
  readonly evaluator: Evaluator;
  readonly exemptions: Exemptions;
}

/** What one level at one version says of a pod, and the modes that ask for it. */
export interface ModeResult extends LevelVersion {
  readonly modes: readonly Mode[];
  /** Empty when the pod is allowed. */
  readonly violations: readonly Violation[];
}

/** What is said of an object under a policy. */
export interface Judgement {
  readonly exempt: Exemption | undefined;
  /** One for each distinct level and version, in the order of the modes; none for a mode that the exemption covers. */
  readonly results: readonly ModeResult[];
}

/**
 * Judges a Pod: which modes of the policy it violates, were it created now. The order of decisions is ValidatePod's in
 * admission/admission.go, k8s.io/pod-security-admission v0.37.2.
 */
export function judgePod(pod: Pod, request: RequestAttributes, policy: Policy, admission: Admission): Judgement {
  const exempt = exemptRequest(request, admission.exemptions) ?? exemptPod(pod, policy, admission.exemptions);
  return exempt === undefined ? judged(pod, policy, admission) : { exempt, results: [] };
}

/**
 * Judges the template of a controller. Audit and warn are what the API server says of the controller itself. It never
 * holds enforce against one; that mode tells whether the pods that the controller creates will be refused. They are
 * created in the name of the controller manager, so the exemption of the user who creates the controller does not reach
 * them.
 */
export function judgeController(
  template: Pod,
  request: RequestAttributes,
  policy: Policy,
  admission: Admission,
): Judgement {
  const { exemptions } = admission;
  const exempt = exemptNamespace(request.namespace, exemptions) ?? exemptPod(template, policy, exemptions);
  if (exempt !== undefined) return { exempt, results: [] };
  const byUser = exemptUser(request.user, exemptions);
  if (byUser === undefined) return judged(template, policy, admission);
  return { exempt: byUser, results: judgeModes(template, policy, ["enforce"], admission.evaluator) };
}

/**
 * Judges a pod under some modes of a policy, exempt or not. Modes with the same level and version share a result.
 *
 * @returns the results in the order of the modes
 */
export function judgeModes(
  pod: Pod,
  policy: Policy,
  modes: readonly Mode[],
  evaluator: Evaluator,
): readonly ModeResult[] {
  const results: (ModeResult & { modes: Mode[] })[] = [];
  for (const mode of modes) {
    const { level, version } = policy[mode];
    const known = results.find((result) => result.level === level && result.version.text === version.text);
    if (known !== undefined) known.modes.push(mode);
    else results.push({ level, version, modes: [mode], violations: evaluator.evaluate(pod, policy[mode]) });
  }
  return results;
}

/** Whether the policy is privileged in all of `modes`, and so nothing is looked at. */
export function isPrivileged(policy: Policy, modes: readonly Mode[]): boolean {
  return modes.every((mode) => policy[mode].level === "privileged");
}

/** The API server does not ask for the runtime class where every mode is privileged. */
function exemptPod(pod: Pod, policy: Policy, exemptions: Exemptions): Exemption | undefined {
  return isPrivileged(policy, MODES) ? undefined : exemptRuntimeClass(pod, exemptions);
}

function judged(pod: Pod, policy: Policy, { evaluator }: Admission): Judgement {
  return { exempt: undefined, results: judgeModes(pod, policy, MODES, evaluator) };
}
