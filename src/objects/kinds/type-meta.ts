import { shorten, typeOf } from "../../api/quoted.ts";
import { isRecord } from "../../api/record.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { RemarkCode } from "../../workloads/object.ts";
import { nearestName } from "../../api/nearest-name.ts";
import { isBuiltinApiVersion, isBuiltinKind } from "./kind-table.ts";
import { isKnownKind, isListKind } from "./kinds.ts";
import { describeWatched } from "../replies.ts";

const BYTE_ORDER_MARK = "\uFEFF";

type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with the type that an object names; `path` leads from the object to the field at fault. */
export interface TypeMetaRemark {
  readonly severity: "warning" | "info";
  readonly code: RemarkCode;
  readonly message: string;
  readonly path: FieldPath;
}

/** Fields at the root of an object that say what it is for. The files of other tools that have an apiVersion mostly have none of them. */
const CONTENTS: readonly string[] = ["spec", "items", "template", "data", "stringData"];

/**
 * What to say of a mapping whose `kind` is missing or no string: nothing can be done with it. It is an error where it was meant for
 * Kubernetes, since kubectl refuses it; other tools have files with an apiVersion and no kind, such as Helm's Chart.yaml.
 *
 * @param isItem whether it is an item of a list, which can be nothing but an object
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
 * What to say of an object of `kind` whose apiVersion is missing or no string: an error for the kinds of Kubernetes' own, where it is
 * certain that it was meant for an API server.
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

/** What is found in place of an apiVersion, as a sentence. */
export function expectedApiVersion({ apiVersion }: Fields, kind: string): string {
  const found = apiVersion === undefined ? "nothing" : typeOf(apiVersion);
  return `apiVersion: expected a string for kind ${shorten(kind)}, found ${found}`;
}

/** The key that was probably meant to be `name`, and has a name for its value. */
export function misspeltKey(fields: Fields, name: string): string | undefined {
  const others = Object.keys(fields).filter((key) => key !== name && isName(fields[key]));
  return nearestName(name, others);
}

/** What to do about a key that was probably meant to be another one. */
export function adviceOnKey(key: string, meant: string): string {
  // Nobody sees the mark, so that to ask for the right name would help nobody.
  return key.replaceAll(BYTE_ORDER_MARK, "") === meant
    ? `found a byte order mark (U+FEFF) in the key ${meant}: remove the mark`
    : `found the key ${shorten(key)}, did you mean ${meant}?`;
}

/** The key under which an object without `items` probably has them. */
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
  return { severity: "info", code: "not-an-object", message: `no Kubernetes object: ${reason}; skipped`, path: [] };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
