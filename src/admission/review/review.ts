import type { AdmissionRequest } from "../../api/requests/admission-request.ts";
import { allow, type ConfiguredAdmission } from "../response.ts";
import { reviewController } from "./review-controller.ts";
import { reviewNamespace } from "./review-namespace.ts";
import { reviewPod } from "./review-pod.ts";
import { unrecorded, type Reviewed, type ReviewSources } from "./reviewed.ts";

/** The operations that the admission plugin does not handle. */
const UNHANDLED: ReadonlySet<string> = new Set(["DELETE", "CONNECT"]);

/**
 * Answers a request as the official webhook does: Validate of admission/admission.go, k8s.io/pod-security-admission v0.37.2. Only a DELETE or a CONNECT is
 * answered as by the admission plugin of the API server, which handles neither: it is allowed. The official webhook denies to delete a Pod.
 */
export async function reviewRequest(
  request: AdmissionRequest,
  admission: ConfiguredAdmission,
  sources: ReviewSources,
): Promise<Reviewed> {
  if (UNHANDLED.has(request.operation)) return unrecorded(allow());
  const { group, resource } = request.resource;
  if (group === "" && resource === "namespaces") return reviewNamespace(request, admission, sources);
  if (group === "" && resource === "pods") return reviewPod(request, admission, sources);
  return reviewController(request, admission, sources);
}
