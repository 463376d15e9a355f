import type { Reviewed } from "./reviewed.ts";

/**
 * Allows a request that would be denied. The client gets the reason as a warning, and the audit log as the annotation `would-deny`. The metrics count the
 * denial.
 */
export function allowInDryRun(reviewed: Reviewed): Reviewed {
  const { response, records, checks } = reviewed;
  if (response.allowed) return reviewed;
  const { message } = response.status ?? { message: "" };
  return {
    response: {
      allowed: true,
      warnings: [`would be denied: ${message}`],
      auditAnnotations: { ...response.auditAnnotations, "would-deny": message },
    },
    records,
    checks,
  };
}
