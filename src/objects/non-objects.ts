import type { FieldPath } from "../api/field-path.ts";
import { STDIN_NAME, typeOf } from "../api/words/quoted.ts";
import { shellWord } from "../api/words/shell-word.ts";
import { isRecord } from "../api/record.ts";
import type { SourceItem } from "../workloads/object.ts";
import type { DocumentPlace } from "./document-place.ts";
import { kustomizeCommand } from "./kustomize-command.ts";

/** The context of a value that should be an object. */
interface NonObjectContext {
  /** Whether it is an item of a list. */
  readonly isItem: boolean;
  /** Whether the document is the output of another command. */
  readonly isPiped: boolean;
}

/** The message about a JSON patch that no nearby kustomization names. */
const JSON_PATCH = `not a Kubernetes object but a JSON patch: lint the output of kustomize: ${kustomizeCommand(undefined)}`;
/** A sign that a string contains a whole object, after `--` instead of `---`, or after a byte order mark. */
const KIND = /\bkind["']?\s*:/;
const BYTE_ORDER_MARK = "\uFEFF";

/**
 * Reports a value that is not a mapping. kubectl rejects it ("Object 'Kind' is missing", or "cannot unmarshal"), and
 * the API server could not create an object from it. It counts as unreadable if it probably contains an object, or if a
 * command should have printed one.
 */
export function readNonObject(
  value: unknown,
  path: FieldPath,
  { isItem, isPiped }: NonObjectContext,
  place: DocumentPlace,
): SourceItem {
  const found = typeOf(value);
  if (!isItem) {
    if (isAcceptedList(value)) {
      const { file } = place.source(path);
      return place.remark(path, "warning", "accepted-list", acceptedListText(file));
    }
    if (isJsonPatch(value)) return place.remark(path, "info", "not-an-object", JSON_PATCH);
    const isListOfObjects = Array.isArray(value) && value.some((item) => isRecord(item) && item["kind"] !== undefined);
    if (isListOfObjects || isPiped || (typeof value === "string" && KIND.test(value))) {
      const advice = isListOfObjects ? LIST_ADVICE : adviceOn(value);
      return place.unreadable(path, `expected a Kubernetes object, found ${found}; kubectl rejects this${advice}`);
    }
  }
  // An item of a list must be an object; kubectl rejects the whole list otherwise.
  return place.remark(
    path,
    "warning",
    "not-an-object",
    `not a Kubernetes object but ${found}; skipped${adviceOn(value)}`,
  );
}

const LIST_ADVICE = "; write each item as a document of its own, or all as the items of a List";

function adviceOn(value: unknown): string {
  const isMarked = typeof value === "string" && value.includes(BYTE_ORDER_MARK);
  return isMarked ? "; it contains a byte order mark (U+FEFF): remove it" : "";
}

/** Whether a document is a list of accepted violations, right or with a fault: each entry is about a check, and one has a reason. */
function isAcceptedList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((entry) => isRecord(entry) && typeof entry["check"] === "string") &&
    value.some((entry) => isRecord(entry) && entry["reason"] !== undefined)
  );
}

function acceptedListText(file: string): string {
  const name = file === STDIN_NAME ? "FILE" : shellWord(file);
  return `a list of accepted violations, and no manifest: it accepts nothing as an input; apply it: kubectl pss lint --accept ${name} PATH`;
}

/** Whether a document is a list of JSON patch operations (RFC 6902, 4). */
export function isJsonPatch(value: unknown): value is readonly unknown[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && typeof item["op"] === "string" && typeof item["path"] === "string")
  );
}
