import type { AdmissionRequest, RequestObject } from "../../api/requests/admission-request.ts";
import { ADVISORY_MODES, answerController } from "../controllers.ts";
import { exemptRequest } from "../exemptions.ts";
import { decideJudged, isUnrestricted, type Decision } from "../judge.ts";
import { resolvePolicy } from "../labels.ts";
import { allow, type ConfiguredAdmission } from "../response.ts";
import { failed, recordsOf, unrecorded, type Reviewed, type ReviewSources } from "./reviewed.ts";

/**
 * Reviews a request for an object that is neither a Pod nor a Namespace; it is always allowed: ValidatePodController of admission/admission.go,
 * k8s.io/pod-security-admission v0.37.2. There, a request without an object ends in a panic; here it has an `error` annotation, like other objects that
 * cannot be judged.
 */
export async function reviewController(
  request: AdmissionRequest,
  admission: ConfiguredAdmission,
  sources: ReviewSources,
): Promise<Reviewed> {
  if (request.subresource !== "") return unrecorded(allow());
  const exempt = exemptRequest(request, admission.exemptions);
  if (exempt !== undefined) return reviewed({ type: "exempt", exempt }, request);
  const found = await sources.lookUp(request.namespace);
  if ("failure" in found) return reviewed({ type: "unknown-namespace" }, request, found.failure);
  const resolution = resolvePolicy(found.labels, admission.defaults);
  if (isUnrestricted(resolution, ADVISORY_MODES)) return unrecorded(allow());
  const object = request.object();
  const error = faultOf(object);
  if (error !== undefined) return failed(allow({ error }));
  const template = object.type === "pod" ? object.pod : object.type === "controller" ? object.template : undefined;
  const evaluation = template && admission.evaluator.forPod(template);
  return reviewed(decideJudged(evaluation, resolution, ADVISORY_MODES, admission.exemptions), request);
}

/** Why an object has no pod template; undefined if its kind has one. */
function faultOf(object: RequestObject): string | undefined {
  switch (object.type) {
    case "missing":
      return "failed to decode object: the object is missing";
    case "undecodable":
      return `failed to decode object: ${object.fault}`;
    case "namespace":
    case "other": {
      const { group, version, kind } = object.kind;
      return `failed to extract pod template: unexpected object type: ${group}/${version}, Kind=${kind}`;
    }
    default:
      return undefined;
  }
}

function reviewed(decision: Decision, request: AdmissionRequest, failure = ""): Reviewed {
  return {
    response: answerController(decision, request, failure),
    records: recordsOf(decision, undefined),
    checks: [],
  };
}
