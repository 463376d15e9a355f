import type { Mode } from "../../../api/mode.ts";
import type { NamespaceChange } from "../../../report/report.ts";

/** The label of a mode's level. */
export function levelLabel(mode: Mode): string {
  return `pod-security.kubernetes.io/${mode}`;
}

/** The label of a mode's version. */
export function versionLabel(mode: Mode): string {
  return `${levelLabel(mode)}-version`;
}

/** Whether the labels set or remove a mode. */
export function isTried(labels: NamespaceChange["labels"], mode: Mode): boolean {
  return labels[levelLabel(mode)] !== undefined || labels[versionLabel(mode)] !== undefined;
}
