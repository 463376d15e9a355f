import { showFieldPath, type FieldPath } from "../api/field-path.ts";
import type { RemarkCode } from "../workloads/object.ts";
import type { UnknownField } from "./decode/decode.ts";
import { suggestField } from "./decode/suggest-field.ts";
import { kustomizeCommand } from "./kustomize-command.ts";

/** A remark on a field. */
export interface FieldRemark {
  readonly severity: "warning";
  readonly code: RemarkCode;
  readonly message: string;
  readonly path: FieldPath;
}

/** More than these in one object are counted: it is another kind of object, or made to be slow. */
const MAX_UNKNOWN_FIELDS = 100;

/** When the API server rejects an unknown field: kubectl asks for it unless told otherwise. */
const STRICT = "under strict validation (kubectl's default)";

/** Keys of strategic merge patches (`$patch`, `$setElementOrder/…`), which kustomize consumes and the API server does not have. */
const PATCH_DIRECTIVE = /^\$(patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

/**
 * What there is to say of the fields of an object that can be read: fields that the API server drops or rejects.
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
      message: `a patch, not a whole object: lint what kustomize makes of it: ${kustomizeCommand(undefined)}`,
      path: [...objectPath, ...directive.path],
    });
  }
  const dropped = unknownFields.filter(({ path }) => !isPatchDirective(path));
  for (const { path, struct } of dropped.slice(0, MAX_UNKNOWN_FIELDS)) {
    const suggestion = suggestField(String(path.at(-1)), struct);
    const message = `${showFieldPath(path)} is no field of ${structName(struct)}, so the API server drops it, or rejects it ${STRICT}`;
    remarks.push({
      severity: "warning",
      code: "unknown-field",
      message: suggestion === "" ? message : `${message}; ${suggestion}`,
      path: [...objectPath, ...path],
    });
  }
  if (dropped.length > MAX_UNKNOWN_FIELDS) {
    const message = `${dropped.length - MAX_UNKNOWN_FIELDS} more unknown fields: the API server drops them, or rejects them ${STRICT}`;
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
