import { isRecord } from "../../api/record.ts";
import { isKind } from "../../api/words/quoted.ts";
import { goQuote } from "../../api/words/go-quote.ts";
import { entriesInOrder, jsonType, type ConfigurationDocument } from "./configuration-document.ts";
import { ConfigurationError } from "./configuration-error.ts";

/** The type that a configuration declares; a part that it does not declare is empty. */
export interface TypeMeta {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** The hints for a document of the wrong type. */
export const TYPE_HINTS: Readonly<Record<"read" | "load", string>> = {
  read:
    "Give a file of apiVersion apiserver.config.k8s.io/v1 and kind AdmissionConfiguration, or of apiVersion " +
    "pod-security.admission.config.k8s.io/v1 and kind PodSecurityConfiguration.",
  load: "Begin it with apiVersion: pod-security.admission.config.k8s.io/v1 and kind: PodSecurityConfiguration.",
};

/** The Go type into which version and kind are decoded, in Go's notation. */
const GO_TYPE =
  String.raw`struct { APIVersion string "json:\"apiVersion,omitempty\""; ` +
  String.raw`Kind string "json:\"kind,omitempty\"" }`;

/** Go accepts these two in upper and lower case; strict decoding rejects the wrong case later. */
const FIELDS = [
  { name: "apiVersion", pattern: /^apiVersion$/iu },
  { name: "kind", pattern: /^kind$/iu },
] as const;

/**
 * Reads the type that a document declares: Interpret of pkg/runtime/serializer/json/meta.go, k8s.io/apimachinery
 * v0.37.2.
 *
 * @throws ConfigurationError if the document is not an object, a field is not a string, or the version has too many
 *   slashes
 */
export function readTypeMeta({ value, format }: ConfigurationDocument, stage: keyof typeof TYPE_HINTS): TypeMeta {
  const refuse = (reason: string, ...path: string[]) => new ConfigurationError(stage, reason, path, TYPE_HINTS[stage]);
  const typeMeta = { apiVersion: "", kind: "" };
  if (value !== null && !isRecord(value)) throw refuse(mismatch(value, `value of type ${GO_TYPE}`));
  for (const [key, field] of entriesInOrder(value ?? {}, format)) {
    const name = FIELDS.find(({ pattern }) => pattern.test(key))?.name;
    if (name === undefined || field === null) continue;
    if (typeof field !== "string") throw refuse(mismatch(field, `struct field .${name} of type string`), key);
    typeMeta[name] = field;
  }
  const { apiVersion, kind } = typeMeta;
  const parts = apiVersion.split("/");
  // Here the API server adds the string itself. A text with two slashes may be anything, so it is left out.
  if (parts.length > 2) throw refuse("unexpected GroupVersion string", "apiVersion");
  const version = parts.at(-1) ?? "";
  return { group: parts.length === 2 ? (parts[0] ?? "") : "", version, kind };
}

function mismatch(value: unknown, target: string): string {
  return `couldn't get version/kind; json parse error: json: cannot unmarshal ${jsonType(value)} into Go ${target}`;
}

/** Formats a group and version as a document writes them: `v1`, `apps/v1`. */
export function apiVersion({ group, version }: TypeMeta): string {
  return group === "" ? version : `${group}/${version}`;
}

/**
 * Explains why a document of an unknown type cannot be decoded: the errors of pkg/runtime/error.go, k8s.io/apimachinery
 * v0.37.2. The API server quotes the whole document if the type is missing, and the type in every other case. The user
 * may have named the wrong file, with keys and passwords in it. So this quotes only kinds and versions that look like
 * such.
 */
export function unknownType(typeMeta: TypeMeta): string {
  if (typeMeta.kind === "") return "Object 'Kind' is missing";
  if (typeMeta.version === "") return "Object 'apiVersion' is missing";
  const kind = OUR_KINDS.test(typeMeta.kind) ? "Ours" : typeMeta.kind;
  if (!isKind(apiVersion(typeMeta), kind)) return `its kind is not registered for its version ${IN_SCHEME}`;
  const of =
    typeMeta.version === "__internal"
      ? `the internal version of group ${goQuote(typeMeta.group)}`
      : `version ${goQuote(apiVersion(typeMeta))}`;
  return `no kind ${goQuote(typeMeta.kind)} is registered for ${of} ${IN_SCHEME}`;
}

/** Our two kinds in upper or lower case, such as `podsecurityconfiguration`. */
const OUR_KINDS = /^(?:Admission|PodSecurity)Configuration$/i;
const IN_SCHEME = 'in scheme "pkg/runtime/scheme.go:111"';
