import type { AdmissionResponse } from "../response.ts";
import type { Reviewed, StatusDetails } from "./reviewed.ts";

/** The AdmissionReview that answers a request, without the request. */
export interface ReviewDocument {
  readonly apiVersion: "admission.k8s.io/v1";
  readonly kind: "AdmissionReview";
  readonly response: {
    readonly uid: string;
    readonly allowed: boolean;
    readonly status?: object;
    readonly auditAnnotations?: AdmissionResponse["auditAnnotations"];
    readonly warnings?: readonly string[];
  };
}

/** Makes the answer to a request, with the fields that the official webhook writes into `response`. */
export function reviewDocument(uid: string, { response, details }: Reviewed): ReviewDocument {
  const { allowed, status, auditAnnotations, warnings } = response;
  return {
    apiVersion: "admission.k8s.io/v1",
    kind: "AdmissionReview",
    response: {
      uid,
      allowed,
      ...(status !== undefined && { status: statusDocument(status, details) }),
      ...(Object.keys(auditAnnotations).length > 0 && { auditAnnotations }),
      ...(warnings.length > 0 && { warnings }),
    },
  };
}

/** `metav1.Status` of k8s.io/apimachinery v0.37.2, in the order of its fields. */
function statusDocument(
  { code, reason, message }: NonNullable<AdmissionResponse["status"]>,
  details: StatusDetails | undefined,
): object {
  return { metadata: {}, status: "Failure", message, reason, ...(details !== undefined && { details }), code };
}
