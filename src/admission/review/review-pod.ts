import type { AdmissionRequest } from "../../api/requests/admission-request.ts";
import { MODES } from "../../api/mode.ts";
import type { Pod } from "../../api/pod.ts";
import { exemptRequest } from "../exemptions.ts";
import { decideJudged, isUnrestricted, SKIPPED, type Decision } from "../judge.ts";
import { resolvePolicy, type ResolvedPolicy } from "../labels.ts";
import { isSignificantUpdate } from "../pods/pod-update.ts";
import { answerPod } from "../pods/pods.ts";
import {
  allow,
  failedLookup,
  refuse,
  violated,
  type AdmissionResponse,
  type ConfiguredAdmission,
} from "../response.ts";
import { failed, recordsOf, unrecorded, type Reviewed, type ReviewSources, type StatusDetails } from "./reviewed.ts";

/** The subresources of a Pod that change no field that a check reads. Any other one contains a Pod. */
const IGNORED: ReadonlySet<string> = new Set([
  ...["exec", "attach", "binding", "eviction", "log", "portforward", "proxy", "status"],
]);

/** Reviews a request for a Pod: ValidatePod of admission/admission.go, k8s.io/pod-security-admission v0.37.2. */
export async function reviewPod(
  request: AdmissionRequest,
  admission: ConfiguredAdmission,
  sources: ReviewSources,
): Promise<Reviewed> {
  if (IGNORED.has(request.subresource)) return unrecorded(allow());
  const exempt = exemptRequest(request, admission.exemptions);
  if (exempt !== undefined) return reviewed({ type: "exempt", exempt }, request);
  const found = await sources.lookUp(request.namespace);
  if ("failure" in found) return reviewed({ type: "unknown-namespace" }, request, found.failure);
  const resolution = resolvePolicy(found.labels, admission.defaults);
  const { policy } = resolution;
  if (isUnrestricted(resolution, MODES)) return reviewed(SKIPPED, request, "", policy);
  const object = request.object();
  if (object.type === "undecodable") return failed(refuseObject("failed to decode object", object.fault));
  if (object.type !== "pod") return failed(refuseObject("failed to decode pod"));
  const { pod } = object;
  if (request.operation === "UPDATE") {
    const unchanged = reviewUpdate(pod, request);
    if (unchanged !== undefined) return unchanged;
  }
  const evaluation = admission.evaluator.forPod(pod);
  return reviewed(decideJudged(evaluation, resolution, MODES, admission.exemptions), request, "", policy);
}

/** Returns the review of an update that is not judged; undefined for one that is. */
function reviewUpdate(pod: Pod, request: AdmissionRequest): Reviewed | undefined {
  const old = request.oldObject();
  if (old.type === "undecodable") return failed(refuseObject("failed to decode old object", old.fault));
  if (old.type !== "pod") return failed(refuseObject("failed to decode old pod"));
  return isSignificantUpdate(pod, old.pod) ? undefined : unrecorded(allow());
}

function reviewed(decision: Decision, request: AdmissionRequest, failure = "", policy?: ResolvedPolicy): Reviewed {
  const details = detailsOf(decision, request);
  const enforced = decision.type === "judged" ? violated(decision.results, "enforce") : undefined;
  return {
    response: answerPod(decision, request, failure),
    ...(details !== undefined && { details }),
    records: recordsOf(decision, policy?.enforce),
    checks: enforced?.violations.map(({ check }) => check) ?? [],
  };
}

/** NewForbidden and NewInternalError of pkg/api/errors, k8s.io/apimachinery v0.37.2. */
function detailsOf(decision: Decision, { name, namespace, resource }: AdmissionRequest): StatusDetails | undefined {
  if (decision.type === "unknown-namespace") return { causes: [{ message: failedLookup(namespace) }] };
  if (decision.type !== "judged" || violated(decision.results, "enforce") === undefined) return undefined;
  return { ...(name !== "" && { name }), kind: resource.resource };
}

/**
 * Rejects an object that is not what the request should contain.
 *
 * @param fault why it could not be decoded; absent if it is another kind
 */
export function refuseObject(message: string, fault?: string): AdmissionResponse {
  const error = fault === undefined ? message : `${message}: ${fault}`;
  return refuse({ code: 400, reason: "BadRequest", message }, { error });
}
