import { trimEnd } from "../../api/words/trim.ts";
import { showFieldPath, type FieldPath } from "../../api/field-path.ts";
import type { ObjectMeta } from "../../api/pod.ts";
import { POLICY_LABELS } from "../../api/policies/policy-labels.ts";
import { isRecord } from "../../api/record.ts";
import { quote, shorten, typeOf } from "../../api/words/quoted.ts";
import { groupOf } from "../../workloads/identity.ts";
import type { NamespaceObject, Source, SourceItem } from "../../workloads/object.ts";
import type { DocumentPlace } from "../document-place.ts";
import type { TypeName } from "../kinds/kinds.ts";
import { remarksOnNamespace } from "../mistakes/remarks-on-mistakes.ts";

type Items = Generator<SourceItem, undefined>;
type Fields = Readonly<Record<string, unknown>>;

/** The path of an Application's spec, in each kind that has one. */
const SPECS: ReadonlyMap<string, FieldPath> = new Map([
  ["Application", ["spec"]],
  ["ApplicationSet", ["spec", "template", "spec"]],
]);

const METADATA: FieldPath = ["syncPolicy", "managedNamespaceMetadata"];
const OPTION = "CreateNamespace=true";

/**
 * Reads the labels that Argo CD gives to the namespace of an Application: `managedNamespaceMetadata`, which counts only with the sync option
 * CreateNamespace=true ("Sync Options" in the documentation, and controller/sync_namespace.go, of Argo CD v3.2). Yields the namespace, or a remark
 * that says why its pod-security labels do not count. Yields nothing without labels.
 */
export function* readArgoCd(value: Fields, path: FieldPath, type: TypeName, place: DocumentPlace): Items {
  const specPath = groupOf(type.apiVersion) === "argoproj.io" ? SPECS.get(type.kind) : undefined;
  if (specPath === undefined) return;
  const spec = fieldAt(value, specPath);
  const at = [...path, ...specPath];
  if (mayBePatched(value)) {
    const patch = [...path, "spec", "templatePatch"];
    yield place.remark(
      patch,
      "warning",
      "managed-namespace",
      `${TEMPLATED}: spec.templatePatch sets managedNamespaceMetadata`,
    );
  }
  const metadata = fieldAt(spec, METADATA);
  if (!isRecord(metadata)) return;
  const labels = metadata["labels"] ?? {};
  if (!isRecord(labels))
    return yield wrongType(
      [...at, ...METADATA, "labels"],
      [...specPath, ...METADATA, "labels"],
      "an object",
      labels,
      place,
    );
  for (const [label, text] of Object.entries(labels)) {
    if (typeof text === "string") continue;
    const field = [...METADATA, "labels", label];
    return yield wrongType([...at, ...field], [...specPath, ...field], "a string", text, place);
  }
  const annotations = textsOf(metadata["annotations"]);
  yield* readNamespace({ type, value, spec, labels: labels as Labels, annotations, at, specPath }, place);
}

type Labels = Readonly<Record<string, string>>;

interface Application {
  readonly type: TypeName;
  readonly value: Fields;
  readonly spec: unknown;
  readonly labels: Labels;
  /** The annotations that are strings. Argo CD gives them to the namespace, too. */
  readonly annotations: Labels;
  /** The path of the spec in the document, and in the object. */
  readonly at: FieldPath;
  readonly specPath: FieldPath;
}

function* readNamespace(
  { type, value, spec, labels, annotations, at, specPath }: Application,
  place: DocumentPlace,
): Items {
  const name = fieldAt(spec, ["destination", "namespace"]);
  const metadataPath = [...at, ...METADATA];
  const namespace = new ManagedNamespace(typeof name === "string" ? name : "", labels, metadataPath, place);
  for (const { severity, code, message, path } of remarksOnNamespace({ name: namespace.name, labels, annotations })) {
    yield place.remark([...metadataPath, ...path.slice(1)], severity, code, message);
  }
  const policyLabels = Object.keys(labels).filter((label) => POLICY_LABELS.includes(label));
  const destination = destinationOf(spec);
  const item = { type: "managed-namespace", namespace, manager: nameOf(type, value), destination } as const;
  if (policyLabels.length === 0) {
    // Policies may select a namespace by its other labels.
    const areKnown = Object.keys(labels).length > 0 && ![name, ...Object.values(labels)].some(isTemplate);
    if (areKnown && namespace.name !== "" && hasOption(spec)) yield item;
    return;
  }
  const unused = (field: FieldPath, reason: string) =>
    place.remark(
      [...at, ...field],
      "warning",
      "managed-namespace",
      `${showFieldPath([...specPath, ...field])}: ${reason}`,
    );
  const templated = policyLabels.find((label) => isTemplate(labels[label]));
  if (typeof name !== "string" || name === "") {
    yield unused(METADATA, "the labels of no namespace, because spec.destination names none");
  } else if (isTemplate(name)) {
    yield unused(["destination", "namespace"], `${quote(name)} is known only after Argo CD renders it; ${NOT_COUNTED}`);
  } else if (templated !== undefined) {
    yield unused(
      [...METADATA, "labels", templated],
      `the value is known only after Argo CD renders it; ${NOT_COUNTED}`,
    );
  } else if (hasOption(spec)) {
    yield item;
  } else {
    yield unused(METADATA, `no effect without ${OPTION} in syncOptions: Argo CD does not set these labels`);
  }
}

const NOT_COUNTED = "its pod-security labels do not count";
const TEMPLATED = "the labels of the namespaces are known only after Argo CD renders them";

/** The entries of a map that are strings. */
function textsOf(map: unknown): Labels {
  const entries = isRecord(map) ? Object.entries(map) : [];
  return Object.fromEntries(entries.flatMap(([key, text]) => (typeof text === "string" ? [[key, text]] : [])));
}

function isTemplate(text: unknown): boolean {
  return typeof text === "string" && (text.includes("{{") || text.includes("${"));
}

function mayBePatched(value: Fields): boolean {
  const patch = fieldAt(value, ["spec", "templatePatch"]);
  return typeof patch === "string" && patch.includes("managedNamespaceMetadata");
}

function hasOption(spec: unknown): boolean {
  const options = fieldAt(spec, ["syncPolicy", "syncOptions"]);
  return Array.isArray(options) && options.includes(OPTION);
}

/** The cluster of Argo CD itself has this server, and this name. */
const IN_CLUSTER = { server: "https://kubernetes.default.svc", name: "in-cluster" };

/** The cluster of an Application: its server, or else its name. */
function destinationOf(spec: unknown): string {
  const [server, name] = ["server", "name"].map((field) => fieldAt(spec, ["destination", field]));
  if (typeof server === "string" && server !== "") return trimEnd(server, /\//);
  return typeof name !== "string" ? "" : name === IN_CLUSTER.name ? IN_CLUSTER.server : name;
}

/** `Application argocd/shop` */
function nameOf({ kind }: TypeName, value: Fields): string {
  const { name, namespace } = isRecord(value["metadata"]) ? value["metadata"] : {};
  const names = [namespace, name].filter((part) => typeof part === "string").map((part) => shorten(part));
  return names.length === 0 ? kind : `${kind} ${names.join("/")}`;
}

function wrongType(
  at: FieldPath,
  field: FieldPath,
  expected: string,
  value: unknown,
  place: DocumentPlace,
): SourceItem {
  return place.unreadable(at, `${showFieldPath(field)}: expected ${expected}, found ${typeOf(value)}`);
}

function fieldAt(value: unknown, path: FieldPath): unknown {
  return path.reduce<unknown>((parent, key) => (isRecord(parent) ? parent[String(key)] : undefined), value);
}

/** A namespace of an Application. The path `metadata.labels.x` of a Namespace is `managedNamespaceMetadata.labels.x` here. */
class ManagedNamespace implements NamespaceObject {
  readonly type = "namespace";
  readonly name: string;
  readonly labels: NonNullable<ObjectMeta["labels"]>;
  readonly #path: FieldPath;
  readonly #place: DocumentPlace;

  constructor(name: string, labels: Labels, path: FieldPath, place: DocumentPlace) {
    this.name = name;
    this.labels = { ...labels };
    this.#path = path;
    this.#place = place;
  }

  get source(): Source {
    return this.#place.source(this.#path);
  }

  locate(field: FieldPath): ReturnType<NamespaceObject["locate"]> {
    return this.#place.locate([...this.#path, ...field.slice(1)]);
  }
}
