import type { FieldPath } from "../api/field-path.ts";
import { typeOf } from "../api/quoted.ts";
import { isRecord } from "../api/record.ts";
import type { SourceItem } from "../workloads/object.ts";
import type { DocumentPlace } from "./document-place.ts";
import { kustomizeCommand } from "./kustomize-command.ts";
import { isJsonPatch } from "./patches.ts";

/** Where a value is that should be an object. */
interface Where {
  /** Whether it is an item of a list. */
  readonly isItem: boolean;
  /** Whether another command wrote the document. */
  readonly isPiped: boolean;
}

/** What to say of a JSON patch that no kustomization near it names. */
const JSON_PATCH = `no Kubernetes object but a JSON patch: lint what kustomize makes of it: ${kustomizeCommand(undefined)}`;
/** The field that tells that a string swallowed an object: behind `--` in place of `---`, or behind a byte order mark. */
const KIND = /\bkind["']?\s*:/;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * What comes of a value that is no mapping. kubectl refuses each ("Object 'Kind' is missing", or "cannot unmarshal"), and none is an object
 * that the API server could create. It counts as unreadable where it probably holds one, or where a command should have printed one.
 */
export function readNonObject(value: unknown, path: FieldPath, where: Where, place: DocumentPlace): SourceItem {
  const found = typeOf(value);
  if (!where.isItem) {
    if (isJsonPatch(value)) return place.remark(path, "info", "not-an-object", JSON_PATCH);
    const isListOfObjects = Array.isArray(value) && value.some((item) => isRecord(item) && item["kind"] !== undefined);
    if (isListOfObjects || where.isPiped || (typeof value === "string" && KIND.test(value))) {
      const advice = isListOfObjects ? LIST_ADVICE : adviceOn(value);
      return place.unreadable(path, `expected a Kubernetes object, found ${found}; kubectl rejects this${advice}`);
    }
  }
  // An item of a list can be nothing but an object, and kubectl rejects the whole list.
  return place.remark(path, "warning", "not-an-object", `no Kubernetes object but ${found}; skipped${adviceOn(value)}`);
}

const LIST_ADVICE = "; write each item as a document of its own, or all as the items of a List";

function adviceOn(value: unknown): string {
  const isMarked = typeof value === "string" && value.includes(BYTE_ORDER_MARK);
  return isMarked ? "; it contains a byte order mark (U+FEFF): remove it" : "";
}
