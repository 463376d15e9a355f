import type { ReadViolation } from "../../policy/read-violations.ts";

/**
 * The words of restricted checks that replace a baseline check, with which they forbid what that one forbids, too (policy/check_*.go of
 * k8s.io/pod-security-admission v0.37.2).
 */
const BASELINE_WORDS: Readonly<Record<string, string>> = {
  capabilities_restricted: "must not include",
  restrictedVolumes: '"hostPath"',
  seccompProfile_restricted: "must not set",
};

/** Whether a violation may also be one of the baseline level. Without the detail, nothing shows that it is of a restricted check alone. */
export function mayViolateBaseline({ check, detail, changes }: ReadViolation): boolean {
  if (check.level === "baseline") return true;
  if (!check.revisions.some(({ overrides = [] }) => overrides.length > 0)) return false;
  const words = BASELINE_WORDS[check.id];
  return words === undefined || changes.length === 0 || detail.includes(words);
}
