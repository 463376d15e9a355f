import { showFieldPath, type FieldPath } from "../api/field-path.ts";
import type { RemarkCode } from "../workloads/object.ts";
import type { UnknownField } from "./decode.ts";
import { suggestField } from "./decode/nearest-name.ts";

/** A remark on a field. */
export interface FieldRemark {
  readonly severity: "warning";
  readonly code: RemarkCode;
  readonly message: string;
  readonly path: FieldPath;
}

/** More than these in one object are counted: it is another kind of object, or made to be slow. */
const MAX_UNKNOWN_FIELDS = 100;

/** Keys of strategic merge patches (`$patch`, `$setElementOrder/…`), which kustomize consumes and the API server drops. */
const PATCH_DIRECTIVE = /^\$(patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

/**
 * What there is to say about an object's fields although it can be read: fields that the API server drops.
 *
 * @param unknownFields paths from the object's root
 * @param objectPath where the object stands in the document
 */
export function remarksOnFields(unknownFields: readonly UnknownField[], objectPath: FieldPath): FieldRemark[] {
  const remarks: FieldRemark[] = [];
  const directive = unknownFields.find(({ path }) => isPatchDirective(path));
  if (directive !== undefined) {
    remarks.push({
      severity: "warning",
      code: "patch",
      message:
        "a patch, not a whole object: lint what `kustomize build` makes of it, `kustomize build DIR | kubectl pss lint -`",
      path: [...objectPath, ...directive.path],
    });
  }
  const dropped = unknownFields.filter(({ path }) => !isPatchDirective(path));
  for (const { path, struct } of dropped.slice(0, MAX_UNKNOWN_FIELDS)) {
    const suggestion = suggestField(String(path.at(-1)), struct);
    const message = `${showFieldPath(path)} is no field of ${structName(struct)}, so the API server drops it`;
    remarks.push({
      severity: "warning",
      code: "unknown-field",
      message: suggestion === "" ? message : `${message}; ${suggestion}`,
      path: [...objectPath, ...path],
    });
  }
  if (dropped.length > MAX_UNKNOWN_FIELDS) {
    const message = `${dropped.length - MAX_UNKNOWN_FIELDS} more fields that the API server drops`;
    remarks.push({ severity: "warning", code: "unknown-field", message, path: objectPath });
  }
  return remarks;
}

function isPatchDirective(path: FieldPath): boolean {
  return PATCH_DIRECTIVE.test(String(path.at(-1)));
}

/** `apps/v1.DeploymentSpec` in schema.ts is DeploymentSpec for people. */
function structName(struct: string): string {
  return struct.slice(struct.lastIndexOf(".") + 1);
}
