import { showFieldPath, type FieldPath } from "../api/field-path.ts";
import type { RemarkCode } from "../workloads/remark-codes.ts";
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

/** More unknown fields in one object are only counted: it is another kind of object, or made to be slow. */
const MAX_UNKNOWN_FIELDS = 100;

/** When the API server rejects an unknown field. kubectl requests strict validation by default. */
const STRICT = "under strict validation (kubectl's default)";

/**
 * The keys of strategic merge patches (`$patch`, `$setElementOrder/…`), which kustomize processes and the API server
 * does not know.
 */
const PATCH_DIRECTIVE = /^\$(patch$|retainKeys$|setElementOrder\/|deleteFromPrimitiveList\/)/;

/**
 * The remarks on the fields of a readable object: fields that the API server drops or rejects.
 *
 * @param unknownFields paths from the object's root
 * @param objectPath the path of the object in the document
 */
export function remarksOnFields(unknownFields: readonly UnknownField[], objectPath: FieldPath): FieldRemark[] {
  const remarks: FieldRemark[] = [];
  const directive = unknownFields.find(({ path }) => isPatchDirective(path));
  if (directive !== undefined) {
    remarks.push({
      severity: "warning",
      code: "patch",
      message: `a patch, not a whole object: lint the output of kustomize: ${kustomizeCommand(undefined)}`,
      path: [...objectPath, ...directive.path],
    });
  }
  const dropped = unknownFields.filter(({ path }) => !isPatchDirective(path));
  for (const { path, struct } of dropped.slice(0, MAX_UNKNOWN_FIELDS)) {
    const suggestion = suggestField(String(path.at(-1)), struct);
    const message = `unknown field ${showFieldPath(path)} of ${structName(struct)}: the API server drops it, or rejects it ${STRICT}`;
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

/** Shortens `apps/v1.DeploymentSpec` of schema.ts to DeploymentSpec, for people. */
function structName(struct: string): string {
  return struct.slice(struct.lastIndexOf(".") + 1);
}
