import { MODES, type Mode } from "./mode.ts";

/** The prefix of all labels of Pod Security Admission (api/constants.go of k8s.io/pod-security-admission v0.37.2). */
export const LABEL_PREFIX = "pod-security.kubernetes.io/";

/** The namespace label that sets a mode's level. */
export function levelLabel(mode: Mode): string {
  return LABEL_PREFIX + mode;
}

/** The namespace label that sets a mode's version. */
export function versionLabel(mode: Mode): string {
  return `${LABEL_PREFIX}${mode}-version`;
}

/** Every label that Pod Security Admission reads, in the order in which it does. */
export const POLICY_LABELS: readonly string[] = MODES.flatMap((mode) => [levelLabel(mode), versionLabel(mode)]);
