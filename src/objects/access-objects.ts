import type { FieldPath } from "../api/field-path.ts";
import type { AccessObject, OtherObject } from "../workloads/object.ts";
import { decodeObject } from "./decode/decode.ts";
import { describeFaults } from "./decode/type-faults.ts";
import type { DocumentPlace } from "./document-place.ts";
import type { TypeName } from "./kinds/kinds.ts";
import { remarksOnFields } from "./remarks.ts";

/** The groups of PodSecurityPolicy and of the objects that grant its use. */
const KINDS: Readonly<Record<string, RegExp>> = {
  PodSecurityPolicy: /^(?:policy|extensions)\//,
  Role: /^rbac\.authorization\.k8s\.io\//,
  ClusterRole: /^rbac\.authorization\.k8s\.io\//,
  RoleBinding: /^rbac\.authorization\.k8s\.io\//,
  ClusterRoleBinding: /^rbac\.authorization\.k8s\.io\//,
};

/**
 * Returns an object of the kinds that decide which PodSecurityPolicy applies; undefined for every other kind. It is decoded when a caller asks for it,
 * because only a migration does.
 */
export function readAccessObject(
  value: Record<string, unknown>,
  path: FieldPath,
  { apiVersion, kind }: TypeName,
  place: DocumentPlace,
): OtherObject | undefined {
  const group = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
  if (group?.test(apiVersion) !== true) return undefined;
  const access: AccessObject = {
    kind,
    source: () => place.source(path),
    decode() {
      const { faults, unknownFields } = decodeObject(value, kind);
      const [fault] = faults;
      if (fault !== undefined) {
        const source = place.source([...path, ...fault.path]);
        return { fault: { type: "unreadable", message: describeFaults(faults), source } };
      }
      const remarks = remarksOnFields(unknownFields, path).map(({ path: field, ...remark }) => ({
        ...remark,
        type: "remark" as const,
        source: place.source(field),
      }));
      return { value, remarks };
    },
  };
  return { type: "other", access };
}
