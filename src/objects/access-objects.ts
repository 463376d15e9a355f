import type { FieldPath } from "../api/field-path.ts";
import type { OtherObject } from "../workloads/object.ts";
import type { DocumentPlace } from "./document-place.ts";
import type { TypeName } from "./kinds/kinds.ts";

/** PodSecurityPolicy in its two groups, and the kinds that grant its use. */
const KINDS =
  /^(?:(?:policy|extensions)\/\S+ PodSecurityPolicy|rbac\.authorization\.k8s\.io\/\S+ (?:Cluster)?Role(?:Binding)?)$/;

/** The kinds of an admission policy that the API server evaluates itself. Their beta versions have the same fields. */
const POLICY_KINDS = /^admissionregistration\.k8s\.io\/\S+ ValidatingAdmissionPolicy(?:Binding)?$/;

/**
 * Returns an object of the kinds that decide which PodSecurityPolicy applies, or which pods a ValidatingAdmissionPolicy denies; undefined for every other
 * kind.
 */
export function accessObject(
  value: Record<string, unknown>,
  path: FieldPath,
  { apiVersion, kind }: TypeName,
  place: DocumentPlace,
): OtherObject | undefined {
  const type = `${apiVersion} ${kind}`;
  const isPolicy = POLICY_KINDS.test(type);
  if (!isPolicy && !KINDS.test(type)) return undefined;
  const object = { kind, value, path, source: (field: FieldPath) => place.source(field) };
  return isPolicy ? { type: "other", policy: object } : { type: "other", access: object };
}
