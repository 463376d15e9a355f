import type { Pod } from "../api/pod.ts";
import type { RequestAttributes } from "./exemptions.ts";
import { decide, type Decision } from "./judge.ts";
import type { Mode } from "../api/mode.ts";
import { resolvePolicy, type Labels } from "./labels.ts";
import {
  allow,
  auditAnnotations,
  failedLookup,
  lookupFailure,
  warnings,
  type AdmissionResponse,
  type ConfiguredAdmission,
} from "./response.ts";

/** The modes that apply to a controller. Enforce applies to its pods when they are created. */
export const ADVISORY_MODES: readonly Mode[] = ["audit", "warn"];

/**
 * Answers as the API server does when an object with a pod template is created: it is never refused.
 * ValidatePodController and EvaluatePod of admission/admission.go, k8s.io/pod-security-admission v0.37.2.
 *
 * @param template the pod template after the API server's defaulting; undefined for a ReplicationController without one
 * @param labels the labels of its Namespace; undefined if there is no such Namespace
 */
export function admitController(
  template: Pod | undefined,
  request: RequestAttributes,
  labels: Labels | undefined,
  admission: ConfiguredAdmission,
): AdmissionResponse {
  const resolution = labels && resolvePolicy(labels, admission.defaults);
  const evaluation = template && admission.evaluator.forPod(template);
  const decision = decide(evaluation, request, resolution, ADVISORY_MODES, admission.exemptions);
  return answerController(decision, request, lookupFailure(request.namespace));
}

/**
 * Puts the decision on an object with a pod template into the words of the API server.
 *
 * @param failure why the namespace could not be looked up, if the decision says so
 */
export function answerController(
  decision: Decision,
  { namespace }: RequestAttributes,
  failure: string,
): AdmissionResponse {
  switch (decision.type) {
    case "exempt":
      return allow({ exempt: decision.exempt.by });
    case "unknown-namespace":
      return allow({ error: `${failedLookup(namespace)}: ${failure}` });
    case "skipped":
      return allow();
    case "judged":
      return allow(auditAnnotations(decision.resolution.errors, decision.results), warnings(decision.results));
  }
}
