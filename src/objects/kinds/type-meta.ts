import { shorten, typeOf } from "../../api/words/quoted.ts";
import { isRecord } from "../../api/record.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { RemarkCode } from "../../workloads/remark-codes.ts";
import { nearestName } from "../../api/words/nearest-name.ts";
import { isBuiltinApiVersion, isBuiltinKind } from "./kind-table.ts";
import { isKnownKind, isListKind } from "./kinds.ts";
import { describeWatched } from "../replies.ts";

const BYTE_ORDER_MARK = "\uFEFF";

type Fields = Readonly<Record<string, unknown>>;

/** A fault in the type that an object declares; `path` leads from the object to the field. */
export interface TypeMetaRemark {
  readonly severity: "warning" | "info";
  readonly code: RemarkCode;
  readonly message: string;
  readonly path: FieldPath;
}

/**
 * Fields at the root of an object that hold its contents. Files of other tools with an apiVersion mostly have none of
 * them.
 */
const CONTENTS: readonly string[] = ["spec", "items", "template", "data", "stringData"];

/**
 * The remark on a mapping without a `kind`, or with one that is not a string. It is an error if the mapping was meant
 * for Kubernetes, because kubectl rejects it. Other tools have files with an apiVersion and no kind, such as Helm's
 * Chart.yaml.
 *
 * @param isItem whether it is an item of a list, which must be an object
 */
export function remarkOnMissingKind(fields: Fields, isItem: boolean): TypeMetaRemark {
  const { kind, apiVersion } = fields;
  const key = misspeltKey(fields, "kind");
  const hasApiVersion = isName(apiVersion);
  const versionKey = hasApiVersion ? undefined : misspeltKey(fields, "apiVersion");
  if (key !== undefined && (hasApiVersion || versionKey !== undefined || isItem)) {
    return misspelt(key, "kind");
  }
  if (isItem) return missingKind("an item of a list that has no kind: kubectl would reject it; not judged", []);
  const watched = describeWatched(fields);
  if (watched !== undefined) {
    return missingKind(`an event of a watch with ${watched} in it: kubectl would reject this; not judged`, ["object"]);
  }
  if (!hasApiVersion) return noObject("it has no apiVersion and kind");
  if (kind !== undefined && kind !== null) {
    return missingKind(`kind: expected a name, found ${typeOf(kind)}; kubectl would reject this; not judged`, ["kind"]);
  }
  const isMeant = CONTENTS.some((field) => typeof fields[field] === "object" && fields[field] !== null);
  return isMeant || (apiVersion.includes("/") && isBuiltinApiVersion(apiVersion))
    ? missingKind("has an apiVersion and no kind: kubectl would reject it; not judged", [])
    : noObject("it has an apiVersion and no kind");
}

/**
 * The remark on an object of `kind` without an apiVersion, or with one that is not a string. It is an error for
 * Kubernetes' own kinds, because the object was certainly meant for an API server.
 */
export function remarkOnMissingApiVersion(fields: Fields, kind: string): TypeMetaRemark {
  const { apiVersion, metadata } = fields;
  const key = misspeltKey(fields, "apiVersion");
  const isMeant =
    isRecord(metadata) || (apiVersion !== undefined && apiVersion !== null) || isListKind(kind) || isKnownKind(kind);
  if (key !== undefined && (isMeant || key.replaceAll(BYTE_ORDER_MARK, "").toLowerCase() === "apiversion")) {
    return misspelt(key, "apiVersion");
  }
  if (isMeant && isBuiltinKind(kind)) {
    return missingKind(`${expectedApiVersion(fields, kind)}; kubectl would reject this; not judged`, ["apiVersion"]);
  }
  return { ...noObject(`kind ${shorten(kind)} and no apiVersion`), severity: isRecord(metadata) ? "warning" : "info" };
}

/** A sentence about the value in place of an apiVersion. */
export function expectedApiVersion({ apiVersion }: Fields, kind: string): string {
  const found = apiVersion === undefined ? "nothing" : typeOf(apiVersion);
  return `apiVersion: expected a string for kind ${shorten(kind)}, found ${found}`;
}

/** Finds the key that was probably meant to be `name`. Its value must look like a name. */
export function misspeltKey(fields: Fields, name: string): string | undefined {
  const others = Object.keys(fields).filter((key) => key !== name && isName(fields[key]));
  return nearestName(name, others);
}

/** The advice about a key that was probably meant to be another one. */
export function adviceOnKey(key: string, meant: string): string {
  // The mark is invisible, so the advice to use the right name would not help.
  return key.replaceAll(BYTE_ORDER_MARK, "") === meant
    ? `found a byte order mark (U+FEFF) in the key ${meant}: remove the mark`
    : `found the key ${shorten(key)}, did you mean ${meant}?`;
}

/** Finds the key that was probably meant to be `items`, in an object without it. */
export function misspeltItems(fields: Fields): string | undefined {
  return nearestName(
    "items",
    Object.keys(fields).filter((key) => Array.isArray(fields[key])),
  );
}

function misspelt(key: string, meant: string): TypeMetaRemark {
  const advice = adviceOnKey(key, meant);
  return missingKind(`${advice}${advice.endsWith("?") ? "" : "."} kubectl would reject this; not judged`, [key]);
}

function missingKind(message: string, path: FieldPath): TypeMetaRemark {
  return { severity: "warning", code: "missing-kind", message, path };
}

function noObject(reason: string): TypeMetaRemark {
  return { severity: "info", code: "not-an-object", message: `not a Kubernetes object: ${reason}; skipped`, path: [] };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
