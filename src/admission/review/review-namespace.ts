import type { AdmissionRequest } from "../../api/requests/admission-request.ts";
import { resolvePolicy, type Labels } from "../labels.ts";
import { reviewNamespaceCreate, reviewNamespaceUpdate } from "../namespaces.ts";
import { allow, refuse, type ConfiguredAdmission } from "../response.ts";
import { warnAboutPods } from "./existing-pods.ts";
import { refuseObject } from "./review-pod.ts";
import { unrecorded, type Reviewed, type ReviewSources, type StatusDetails } from "./reviewed.ts";

/** Reviews a request for a Namespace: ValidateNamespace of admission/admission.go, k8s.io/pod-security-admission v0.37.2. It records no event. */
export async function reviewNamespace(
  request: AdmissionRequest,
  admission: ConfiguredAdmission,
  sources: ReviewSources,
): Promise<Reviewed> {
  if (request.subresource !== "") return unrecorded(allow());
  const object = request.object();
  if (object.type === "undecodable") return unrecorded(refuseObject("failed to decode object", object.fault));
  if (object.type !== "namespace") return unrecorded(refuseObject("failed to decode namespace"));
  const { labels } = object;
  if (request.operation !== "CREATE" && request.operation !== "UPDATE") return unrecorded(allow());
  const old = request.operation === "UPDATE" ? oldLabelsOf(request) : undefined;
  if (old !== undefined && "response" in old) return old;
  const { name } = request;
  const review = old
    ? reviewNamespaceUpdate(name, old.labels, labels, admission, request.namespace)
    : reviewNamespaceCreate(name, labels, admission, request.namespace);
  switch (review.type) {
    case "denied":
      return { ...unrecorded(refuse(review.status, {})), details: detailsOf(request, labels, admission) };
    case "allowed":
      return unrecorded(allow({}, review.warnings));
    case "recheck": {
      const listed = await sources.listPods(name);
      return unrecorded(allow({}, warnAboutPods(name, review.enforce, listed, admission)));
    }
  }
}

/** The two spaces are the library's. */
function oldLabelsOf(request: AdmissionRequest): { readonly labels: Labels } | Reviewed {
  const old = request.oldObject();
  if (old.type === "undecodable") return unrecorded(refuseObject("failed to decode  old object", old.fault));
  if (old.type !== "namespace") return unrecorded(refuseObject("failed to decode  old namespace"));
  return { labels: old.labels };
}

/** NewInvalid of pkg/api/errors, k8s.io/apimachinery v0.37.2. */
function detailsOf(
  { name, kind: { group, kind } }: AdmissionRequest,
  labels: Labels,
  { defaults }: ConfiguredAdmission,
): StatusDetails {
  const causes = resolvePolicy(labels, defaults).errors.map(({ label, message }) => {
    const field = `metadata.labels[${label}]`;
    return { reason: "FieldValueInvalid", message: message.slice(`${field}: `.length), field };
  });
  return { ...(name !== "" && { name }), ...(group !== "" && { group }), ...(kind !== "" && { kind }), causes };
}
