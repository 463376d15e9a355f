import type { FieldPath } from "../api/field-path.ts";
import type { OtherObject } from "../workloads/object.ts";
import type { DocumentPlace } from "./document-place.ts";
import type { TypeName } from "./kinds/kinds.ts";

/** PodSecurityPolicy in its two groups, and the kinds that grant its use. */
const KINDS =
  /^(?:(?:policy|extensions)\/\S+ PodSecurityPolicy|rbac\.authorization\.k8s\.io\/\S+ (?:Cluster)?Role(?:Binding)?)$/;

/** Returns an object of the kinds that decide which PodSecurityPolicy applies; undefined for every other kind. */
export function accessObject(
  value: Record<string, unknown>,
  path: FieldPath,
  { apiVersion, kind }: TypeName,
  place: DocumentPlace,
): OtherObject | undefined {
  if (!KINDS.test(`${apiVersion} ${kind}`)) return undefined;
  return { type: "other", access: { kind, value, path, source: (field) => place.source(field) } };
}
