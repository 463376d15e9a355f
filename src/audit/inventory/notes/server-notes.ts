import type { MissingEvents, MissingPolicies } from "../../../workloads/cluster-item.ts";
import type { NewNote } from "./counted-notes.ts";

/** The Events could not be listed, so rejections of pods are known from conditions alone. */
export function missingEventsNote({ message, isForbidden }: MissingEvents): NewNote {
  const text = isForbidden
    ? "the user may not list Events, so only conditions show which pods are rejected now; the right to list events is optional"
    : `without Events, only conditions show which pods are rejected now: ${message}`;
  return { severity: "info", code: "no-events", message: text, source: null };
}

/** The ValidatingAdmissionPolicies could not be listed, so it is not known what they deny. */
export function missingPoliciesNote({ message, isForbidden }: MissingPolicies): NewNote {
  const text = isForbidden
    ? "the user may not list ValidatingAdmissionPolicies and their bindings, so it is not known what they deny; the right to list them is optional"
    : `without ValidatingAdmissionPolicies, it is not known what they deny: ${message}`;
  return { severity: "info", code: "unread-policies", message: text, source: null };
}

/**
 * The server is newer than the newest known version, so its `latest` may contain unknown checks; or older than the oldest one.
 *
 * @param judgedMinor the minor that it is judged as
 * @returns undefined for a known version
 */
export function serverNote(minor: number, judgedMinor: number): NewNote | undefined {
  if (minor === judgedMinor) return undefined;
  const [word, end] = minor > judgedMinor ? (["newer", "newest"] as const) : (["older", "oldest"] as const);
  const message = `v1.${minor} is ${word} than v1.${judgedMinor}, the ${end} known: judged as v1.${judgedMinor}`;
  return { severity: "warning", code: `${word}-server`, message, source: null };
}
