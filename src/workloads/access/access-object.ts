import type { FieldPath } from "../../api/field-path.ts";
import type { Source } from "../place.ts";

/**
 * A PodSecurityPolicy, or an object of RBAC, which may grant its use; or a ValidatingAdmissionPolicy or a binding of one. It is not decoded, because most
 * runs do not need it.
 */
export interface AccessObject {
  readonly kind: string;
  readonly value: Record<string, unknown>;
  /** The path of the object in its document. */
  readonly path: FieldPath;
  /** The place of a field of the document. */
  source(path: FieldPath): Source;
}
