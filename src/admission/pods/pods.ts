import type { Pod } from "../../api/pod.ts";
import { formatLevelVersion } from "../../policy/evaluator.ts";
import type { RequestAttributes } from "../exemptions.ts";
import { decide, type Decision } from "../judge.ts";
import { MODES } from "../../api/mode.ts";
import { resolvePolicy, type Labels } from "../labels.ts";
import {
  allow,
  auditAnnotations,
  failedLookup,
  internalError,
  lookupFailure,
  refuse,
  violated,
  warnings,
  type AdmissionResponse,
  type ConfiguredAdmission,
} from "../response.ts";
import { podForbidden, statementOf } from "../sentences.ts";

/** A request to create a Pod. */
export interface PodRequest extends RequestAttributes {
  /** The Pod's name; the API server has already resolved generateName. */
  readonly name: string;
}

/**
 * Answers as the API server does when a Pod is created: ValidatePod and EvaluatePod of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2.
 *
 * @param pod the Pod after the API server's defaulting
 * @param labels the labels of its Namespace; undefined if there is no such Namespace
 */
export function admitPod(
  pod: Pod,
  request: PodRequest,
  labels: Labels | undefined,
  admission: ConfiguredAdmission,
): AdmissionResponse {
  const resolution = labels && resolvePolicy(labels, admission.defaults);
  const decision = decide(admission.evaluator.forPod(pod), request, resolution, MODES, admission.exemptions);
  return answerPod(decision, request, lookupFailure(request.namespace));
}

/**
 * Puts the decision on a Pod into the words of the API server.
 *
 * @param failure why the namespace could not be looked up, if the decision says so
 */
export function answerPod(decision: Decision, request: PodRequest, failure: string): AdmissionResponse {
  switch (decision.type) {
    case "exempt":
      return allow({ exempt: decision.exempt.by });
    case "unknown-namespace":
      return refuseUnknownNamespace(request.namespace, failure);
    case "skipped":
      // The text does not depend on the version of enforce, because nothing is evaluated.
      return allow({ "enforce-policy": "privileged:latest" });
    case "judged":
      return answer(decision, request);
  }
}

function answer(
  { resolution, results }: Extract<Decision, { type: "judged" }>,
  { name }: PodRequest,
): AdmissionResponse {
  const annotations = {
    ...auditAnnotations(resolution.errors, results),
    "enforce-policy": formatLevelVersion(resolution.policy.enforce),
  };
  const enforced = violated(results, "enforce");
  if (enforced === undefined) return allow(annotations, warnings(results));
  // A refusal says enough: no warning goes with it.
  const message = podForbidden(name, statementOf(enforced));
  return refuse({ code: 403, reason: "Forbidden", message }, annotations);
}

function refuseUnknownNamespace(namespace: string, failure: string): AdmissionResponse {
  const message = internalError(failedLookup(namespace));
  return refuse({ code: 500, reason: "InternalError", message }, { error: `${message}: ${failure}` });
}
