import type { Pod } from "../api/pod.ts";
import { formatLevelVersion } from "../policy/evaluator.ts";
import { goQuote } from "../policy/wording.ts";
import { exemptRequest, exemptRuntimeClass, type RequestAttributes } from "./exemptions.ts";
import { isPrivileged, judgeModes, type ModeResult } from "./judge.ts";
import { MODES, resolvePolicy, type Labels } from "./labels.ts";
import {
  allow,
  auditAnnotations,
  describe,
  lookupFailure,
  violated,
  warnings,
  type AdmissionResponse,
  type ConfiguredAdmission,
  type Status,
} from "./response.ts";

/** A request to create a Pod. */
export interface PodRequest extends RequestAttributes {
  /** The Pod's name; the API server has filled in generateName by then. */
  readonly name: string;
}

/**
 * What the API server answers when a Pod is created: ValidatePod and EvaluatePod of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2.
 *
 * @param pod the Pod after the API server's defaulting
 * @param labels the labels of its Namespace; undefined when there is no such Namespace
 */
export function admitPod(
  pod: Pod,
  request: PodRequest,
  labels: Labels | undefined,
  admission: ConfiguredAdmission,
): AdmissionResponse {
  const exempt = exemptRequest(request, admission.exemptions);
  if (exempt !== undefined) return allow({ exempt: exempt.by });
  if (labels === undefined) return refuseUnknownNamespace(request.namespace);
  const { policy, errors } = resolvePolicy(labels, admission.defaults);
  // In these words whatever the version of enforce is: nothing is evaluated, at any version.
  if (errors.length === 0 && isPrivileged(policy, MODES)) return allow({ "enforce-policy": "privileged:latest" });
  const exemptClass = exemptRuntimeClass(pod, admission.exemptions);
  if (exemptClass !== undefined) return allow({ exempt: exemptClass.by });

  const results = judgeModes(pod, policy, MODES, admission.evaluator);
  const annotations = {
    ...auditAnnotations(errors, results),
    "enforce-policy": formatLevelVersion(policy.enforce),
  };
  const enforced = violated(results, "enforce");
  if (enforced === undefined) return allow(annotations, warnings(results));
  // A refusal says enough: no warning goes with it.
  return { allowed: false, status: forbidden(request.name, enforced), warnings: [], auditAnnotations: annotations };
}

function forbidden(name: string, result: ModeResult): Status {
  const pod = name === "" ? "pods" : `pods ${goQuote(name)}`;
  return { code: 403, reason: "Forbidden", message: `${pod} is forbidden: violates ${describe(result)}` };
}

function refuseUnknownNamespace(namespace: string): AdmissionResponse {
  const message = `Internal error occurred: failed to lookup namespace ${goQuote(namespace)}`;
  return {
    allowed: false,
    status: { code: 500, reason: "InternalError", message },
    warnings: [],
    auditAnnotations: { error: `${message}: ${lookupFailure(namespace)}` },
  };
}
