import type { Pod } from "../api/pod.ts";
import { goQuote } from "../api/words/go-quote.ts";
import type { RequestAttributes } from "./exemptions.ts";
import { decide } from "./judge.ts";
import type { Mode } from "../api/mode.ts";
import { resolvePolicy, type Labels } from "./labels.ts";
import {
  allow,
  auditAnnotations,
  lookupFailure,
  warnings,
  type AdmissionResponse,
  type ConfiguredAdmission,
} from "./response.ts";

/** The modes that apply to a controller. Enforce applies to its pods when they are created. */
const ADVISORY_MODES: readonly Mode[] = ["audit", "warn"];

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
  switch (decision.type) {
    case "exempt":
      return allow({ exempt: decision.exempt.by });
    case "unknown-namespace": {
      const { namespace } = request;
      return allow({ error: `failed to lookup namespace ${goQuote(namespace)}: ${lookupFailure(namespace)}` });
    }
    case "skipped":
      return allow();
    case "judged":
      return allow(auditAnnotations(decision.resolution.errors, decision.results), warnings(decision.results));
  }
}
