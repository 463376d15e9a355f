import type { ObjectMeta } from "../api/pod.ts";

/**
 * The annotation with the security context constraints that admitted a pod (ValidatedSCCAnnotation of github.com/openshift/api). OpenShift admits
 * each pod by one of them, which may set fields that the pod does not set. Pod Security Admission sees the changed pod.
 */
const SCC_ANNOTATION = "openshift.io/scc";

/** The name of the security context constraints that admitted a pod: `restricted-v2`. Undefined outside of OpenShift, and for a template. */
export function sccOf({ annotations }: ObjectMeta): string | undefined {
  const name = annotations?.[SCC_ANNOTATION];
  return name === "" ? undefined : name;
}
