import { POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import { isRecord } from "../../api/record.ts";

/** The prefix of a field's name in managedFields (fieldpath of sigs.k8s.io/structured-merge-diff v6). */
const FIELD = "f:";
/** The labels of the modes that report and reject nothing. */
const WATCHING = /^f:pod-security\.kubernetes\.io\/(?:audit|warn)(?:-version)?$/;
/** The form of metav1.Time in JSON, in which an earlier time is the smaller text. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/**
 * Returns the field managers that own a pod-security label of an object, each once and in order:
 * metadata.managedFields, in which fieldsV1 is a tree of field names.
 *
 * @returns undefined if the object has no managedFields: kubectl omits them by default
 */
export function policyLabelManagers(managedFields: unknown): readonly string[] | undefined {
  if (!Array.isArray(managedFields) || managedFields.length === 0) return undefined;
  const managers = managedFields.filter(isRecord).filter(ownsPolicyLabel);
  return [...new Set(managers.map(({ manager }) => (typeof manager === "string" ? manager : "")))];
}

/**
 * Returns the time since which audit and warn are what they are: the last change by a manager of one of their labels. If that manager has changed another field
 * later, the time is later than the change of the labels, and never earlier.
 *
 * @returns undefined if no manager owns such a label, or if one of them has no time
 */
export function watchedSince(managedFields: unknown): string | undefined {
  if (!Array.isArray(managedFields)) return undefined;
  const owners = managedFields
    .filter(isRecord)
    .filter((entry) => labelFieldsOf(entry).some((label) => WATCHING.test(label)));
  const times = owners.map(({ time }) => (typeof time === "string" && TIME.test(time) ? time : undefined));
  return times.includes(undefined) ? undefined : times.toSorted().at(-1);
}

function ownsPolicyLabel(entry: Readonly<Record<string, unknown>>): boolean {
  return labelFieldsOf(entry).some((label) => POLICY_LABELS.includes(label.slice(FIELD.length)));
}

function labelFieldsOf({ fieldsV1 }: Readonly<Record<string, unknown>>): readonly string[] {
  const metadata = isRecord(fieldsV1) ? fieldsV1["f:metadata"] : undefined;
  const labels = isRecord(metadata) ? metadata["f:labels"] : undefined;
  return isRecord(labels) ? Object.keys(labels) : [];
}
