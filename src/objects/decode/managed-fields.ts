import { isRecord } from "../../api/record.ts";

/** The prefix of pod-security labels in managedFields (fieldpath of sigs.k8s.io/structured-merge-diff v6). */
const POLICY_LABEL = "f:pod-security.kubernetes.io/";

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

function ownsPolicyLabel({ fieldsV1 }: Readonly<Record<string, unknown>>): boolean {
  const metadata = isRecord(fieldsV1) ? fieldsV1["f:metadata"] : undefined;
  const labels = isRecord(metadata) ? metadata["f:labels"] : undefined;
  return isRecord(labels) && Object.keys(labels).some((label) => label.startsWith(POLICY_LABEL));
}
