import type { PolicyMapping } from "../../../../report/psp/mapping.ts";

/** Converts the mapping to a value for JSON and YAML. */
export function mappingData({ versions, rows, gaps }: PolicyMapping): object {
  return {
    apiVersion: "kubectl-pss/v1",
    kind: "PodSecurityPolicyMapping",
    versions,
    fields: rows.map(({ field, checks, baseline, restricted, mutates }) => ({
      field,
      checks,
      baseline,
      restricted,
      changes: mutates ?? null,
    })),
    gaps: gaps.map(({ code, checks, text }) => ({ code, checks, text })),
  };
}
