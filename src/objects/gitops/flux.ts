import { showFieldPath, type FieldPath } from "../../api/field-path.ts";
import { LABEL_PREFIX } from "../../api/policies/policy-labels.ts";
import { isRecord, setKey } from "../../api/record.ts";
import { quote, shorten } from "../../api/words/quoted.ts";
import { substituteDefaults } from "../../text/variables.ts";
import { resolvePlain } from "../../text/yaml/scalar.ts";
import type { SourceItem } from "../../workloads/object.ts";
import type { DocumentPlace } from "../document-place.ts";

type Items = Generator<SourceItem, undefined>;
type Fields = Record<string, unknown>;

/** The label or annotation with which an object opts out (kustomize_varsub.go of github.com/fluxcd/pkg/kustomize v1.20.0). */
const OPT_OUT = "kustomize.toolkit.fluxcd.io/substitute";

/** An object, its kind, and its path in the document. */
interface SubstitutedObject {
  readonly object: Fields;
  readonly kind: string;
  readonly path: FieldPath;
}

/**
 * Substitutes the defaults of Flux's variables in place: in the name and the namespace of an object, and in the pod-security labels of a
 * Namespace. Nothing else is changed, so neither `$(NAME)` nor the shell variables of a command are. A variable without a default gets an
 * error where the policy depends on it: in a namespace, and in those labels.
 */
export function* substituteNames({ object, kind, path }: SubstitutedObject, place: DocumentPlace): Items {
  const { metadata } = object;
  if (!isRecord(metadata)) return;
  const isNamespace = kind === "Namespace";
  const isOptedOut = hasOptedOut(metadata);
  const decides = { path, place, decidesPolicy: true, isOptedOut };
  yield* substituteField(metadata, ["metadata", "name"], { ...decides, decidesPolicy: isNamespace });
  if (!isNamespace) yield* substituteField(metadata, ["metadata", "namespace"], decides);
  const { labels } = metadata;
  if (!isNamespace || !isRecord(labels)) return;
  for (const label of Object.keys(labels)) {
    if (label.startsWith(LABEL_PREFIX)) yield* substituteField(labels, ["metadata", "labels", label], decides);
  }
}

/**
 * Substitutes the defaults in fields that contain a string and should contain a number or a boolean: Flux substitutes in the text of the
 * manifest, before the types of its fields are known.
 *
 * @param fields the paths of the fields in the object
 * @returns whether a field was changed
 */
export function* substituteValues(
  { object, path }: SubstitutedObject,
  fields: readonly FieldPath[],
  place: DocumentPlace,
): Generator<SourceItem, boolean> {
  const { metadata } = object;
  if (isRecord(metadata) && hasOptedOut(metadata)) return false;
  let isChanged = false;
  for (const field of fields) {
    const parent = parentOf(object, field);
    const key = String(field.at(-1));
    const value = parent?.[key];
    if (parent === undefined || typeof value !== "string" || !isVariable(value)) continue;
    yield* substituteField(parent, field, { path, place, decidesPolicy: false, isOptedOut: false });
    isChanged ||= parent[key] !== value;
  }
  return isChanged;
}

function parentOf(object: Fields, field: FieldPath): Fields | undefined {
  let parent: unknown = object;
  for (const step of field.slice(0, -1)) {
    if (Array.isArray(parent)) parent = parent[Number(step)];
    else parent = isRecord(parent) ? parent[String(step)] : undefined;
  }
  return isRecord(parent) ? parent : undefined;
}

interface FieldContext {
  /** The path of the object in the document. */
  readonly path: FieldPath;
  readonly place: DocumentPlace;
  /** Whether the field decides which policy applies, so that it must have a value. */
  readonly decidesPolicy: boolean;
  readonly isOptedOut: boolean;
}

/**
 * @param parent the object or map that has the field
 * @param field the path of the field in the whole object
 */
function* substituteField(
  parent: Fields,
  field: FieldPath,
  { path, place, decidesPolicy, isOptedOut }: FieldContext,
): Items {
  const key = String(field.at(-1));
  const text = parent[key];
  if (typeof text !== "string" || !isVariable(text)) return;
  const substitution = substituteDefaults(text);
  if (substitution === undefined) return;
  const at = [...path, ...field];
  if (isOptedOut || "unset" in substitution) {
    const message = "unset" in substitution ? noDefault(substitution.unset) : OPTED_OUT;
    if (decidesPolicy) yield place.remark(at, "warning", "unset-variable", `${showFieldPath(field)}: ${message}`);
    return;
  }
  const { value, variables } = substitution;
  // A default that looks like a number or a boolean is one, because YAML is read after the substitution.
  setKey(parent, key, resolvePlain(value));
  const of = [...new Set(variables)].map((name) => shorten(name)).join(", ");
  const message = `${showFieldPath(field)}: judged as ${quote(value)}, the default of ${of}; Flux may set another value (postBuild)`;
  yield place.remark(at, "info", "variable-default", message);
}

const OPTED_OUT = `the policy is unknown, because Flux does not substitute the variable: the object has ${OPT_OUT}=disabled`;

function noDefault(name: string): string {
  return (
    `the policy is unknown, because the variable ${shorten(name)} has no default: ` +
    "substitute it first, for instance `flux envsubst --strict < FILE | kubectl pss lint -`"
  );
}

function isVariable(value: unknown): boolean {
  return typeof value === "string" && value.includes("${");
}

function hasOptedOut({ labels, annotations }: Readonly<Record<string, unknown>>): boolean {
  return [labels, annotations].some((map) => isRecord(map) && map[OPT_OUT] === "disabled");
}
