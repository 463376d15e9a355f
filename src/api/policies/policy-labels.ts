import { MODES, type Mode } from "../mode.ts";

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

/** Identifies the pod-security labels among the labels of a namespace: equal for equal values of all six, and empty without any of them. */
export function policyLabelsKey(labels: Readonly<Record<string, string>>): string {
  const values = POLICY_LABELS.map((label) => labels[label] ?? null);
  return values.every((value) => value === null) ? "" : JSON.stringify(values);
}
