/** The API server's words for a violation (policy/registry.go and admission/admission.go of k8s.io/pod-security-admission v0.37.2). */

/** `privileged (container "web" must not set securityContext.privileged=true)`, or the reason alone where there is no detail. */
export function reasonText({ reason, detail }: { readonly reason: string; readonly detail: string }): string {
  return detail === "" ? reason : `${reason} (${detail})`;
}

/**
 * `violates PodSecurity "baseline:latest"`, or `would violate …` in the modes that refuse nothing. The API server names one level; a format that
 * shows each violation once may name several.
 *
 * @param levels each a level and its version: `baseline:latest`
 */
export function violationPhrase(levels: readonly string[], isRefused: boolean): string {
  const named = levels.map((level) => `"${level}"`).join(" and ");
  return `${isRefused ? "violates" : "would violate"} PodSecurity ${named}`;
}
