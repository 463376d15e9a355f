import type { FixEvidence } from "../../api/checks/fix-declaration.ts";
import type { PodView, VisitedContainer } from "../pod-view.ts";

/** The user that a manifest gives a container; undefined if the image decides. */
export function userOf(pod: PodView, { container }: VisitedContainer): number | undefined {
  return container.securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
}

/**
 * Finds the evidence for `runAsNonRoot: true` in a manifest. The kubelet compares it with runAsUser, and with the user of the
 * image only without one (pkg/kubelet/kuberuntime/security_context.go, kubernetes v1.37.2).
 */
export function evidenceForNonRoot(pod: PodView, containers: readonly VisitedContainer[]): FixEvidence {
  const users = containers.map((container) => userOf(pod, container));
  if (users.includes(0)) return "breaks";
  return users.length > 0 && users.every((user) => user !== undefined) ? "safe" : "unknown";
}
