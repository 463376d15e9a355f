import { showFieldPath, valueAt, type FieldPath } from "../../api/field-path.ts";
import type { ObjectMeta } from "../../api/pod.ts";
import { isRecord } from "../../api/record.ts";
import { shorten, typeOf } from "../../api/words/quoted.ts";
import { templatesOfCrd } from "../../workloads/custom/crd-templates.ts";
import type { CustomKinds, FoundKind } from "../../workloads/custom/custom-kinds.ts";
import { findPatches, findPods, hasContainers, type NoPod } from "../../workloads/custom/pods/find-pods.ts";
import { isSet, placeOf, type FoundPod } from "../../workloads/custom/pods/found-pod.ts";
import { formatSteps, formatTemplatePath } from "../../workloads/custom/template-path.ts";
import type { SourceItem } from "../../workloads/object.ts";
import { controllerOf } from "../../workloads/owners.ts";
import { decodeObject, type TypeFault } from "../decode/decode.ts";
import { MAX_OBJECT_SIZE, describeTooLarge } from "../decode/object-size.ts";
import { describeFaults } from "../decode/type-faults.ts";
import type { DocumentPlace } from "../document-place.ts";
import type { TypeName } from "../kinds/kinds.ts";
import { remarksOnWorkload } from "../mistakes/remarks-on-mistakes.ts";
import { remarksOnFields, type FieldRemark } from "../remarks.ts";
import { CustomWorkload } from "./custom-workload.ts";
import { describeEmbedded, findEmbeddedWorkloads, findManifests } from "./embedded-workloads.ts";
import { findPodShape, type PodShape } from "./pod-shapes.ts";

type Items = Generator<SourceItem, undefined>;
type Fields = Record<string, unknown>;

/** The place of an object in its document. */
interface At {
  readonly path: FieldPath;
  readonly place: DocumentPlace;
}

/**
 * Reads a custom resource: yields a workload if it contains pods and the places of its pods are known.
 *
 * @param kinds undefined if no custom resource is judged
 */
export function* readCustomObject(object: Fields, type: TypeName, kinds: CustomKinds | undefined, at: At): Items {
  const found = kinds?.find(type);
  if (kinds === undefined || found === undefined) yield* readUnknownKind(object, type, at, kinds);
  else yield* readKnownKind(object, type, found, kinds, at);
}

/** Reads an object of a kind whose pods could only be recognized by their shape. It is not judged. */
function* readUnknownKind(object: Fields, type: TypeName, at: At, kinds: CustomKinds | undefined): Items {
  const embedded = kinds === undefined ? [] : findEmbeddedWorkloads(object, type, kinds);
  const [first] = embedded;
  if (first !== undefined) {
    yield { type: "other", makesPods: true };
    const message = `${nameOfKind(type)} ${describeEmbedded(type, embedded)}`;
    return yield at.place.remark([...at.path, ...first.path], "warning", "embedded-workload", message);
  }
  const shape = findPodShape(object, type);
  yield shape?.role === "makes" ? { type: "other", makesPods: true } : { type: "other" };
  if (shape !== undefined) yield remarkOnShape(shape, type, at, kinds !== undefined);
}

const FATES: Readonly<Record<PodShape["role"], string>> = {
  makes: "its pods are judged when they are created",
  changes: "it changes pods when they are created, and they are judged after that",
};

/**
 * The remark on a pod in an object that is not judged.
 *
 * @param canBeJudged whether the user can name the place of the pod, so that it is judged
 */
export function remarkOnShape(shape: PodShape, type: TypeName, { path, place }: At, canBeJudged: boolean): SourceItem {
  const { template, faults } = shape;
  const [first] = faults;
  const where = showFieldPath(shape.path);
  const field = [...path, ...shape.path];
  if (template === undefined || !canBeJudged) {
    const message = `${nameOfKind(type)} contains a pod in ${where} that Pod Security Admission does not check: ${FATES[shape.role]}`;
    return place.remark(field, "warning", "foreign-kind", message);
  }
  const flag = `--pod-template ${optionFor(type, template)}`;
  const found = `${nameOfKind(type)} has a pod in ${where}, found by its shape: `;
  const message =
    first === undefined
      ? `${found}not judged; ${flag} judges it`
      : `${found}not judged, and ${describeFaults(faults.map((fault) => below(shape.path, fault)))}`;
  return place.remark(first === undefined ? field : [...field, ...first.path], "warning", "found-by-shape", message);
}

function below(path: FieldPath, fault: TypeFault): TypeFault {
  return { ...fault, path: [...path, ...fault.path] };
}

/** `example.com/Widget=T:.spec.template`, in quotes if a shell would change it. */
function optionFor({ apiVersion, kind }: TypeName, template: string): string {
  const value = `${apiVersion.slice(0, apiVersion.indexOf("/"))}/${kind}=${template}`;
  return /^[\w./:=-]+$/.test(value) ? value : `'${value}'`;
}

function nameOfKind({ apiVersion, kind }: TypeName): string {
  return `${shorten(kind)} (${shorten(apiVersion)})`;
}

function* readKnownKind(
  object: Fields,
  type: TypeName,
  { kind, source }: FoundKind,
  kinds: CustomKinds,
  at: At,
): Items {
  const { path, place } = at;
  const noPods: NoPod[] = [];
  const found = findPods(object, kind, noPods, source === "user");
  const [noPod] = noPods;
  if (noPod !== undefined) {
    return yield place.unreadable([...path, ...noPod.path], describeNoPod(noPod));
  }
  if (source === "user") {
    const name = nameOfKind(type);
    kinds.read(kind, new Set(found.map(({ template }) => template)), { name, source: place.source(path) });
  }
  const patches = findPatches(object, kind);
  for (const patch of patches) {
    const message = `${showFieldPath(patch)} can set any field of the pod, and is not judged: the pod may violate any level`;
    yield place.remark([...path, ...patch], "warning", "pod-spec-patch", message);
  }
  const manifests = findManifests(object, type, kinds);
  for (const manifest of manifests.slice(0, 1)) {
    const message = `${nameOfKind(type)} ${describeEmbedded(type, manifests)}`;
    yield place.remark([...path, ...manifest.path], "warning", "embedded-workload", message);
  }
  // A patch can make all of a pod of nothing that is written here.
  const pods = found.length === 0 && patches.length > 0 ? patchedPods(kind) : found;
  if (pods.length === 0) return yield* withoutPods(object, type, { kind, source }, at);
  const decoded = pods.map((pod) => ({ pod, ...decodeObject(pod.value, "PodTemplateSpec") }));
  const { metadata, faults } = decodeMetadata(object);
  for (const { pod, faults: own } of decoded) {
    for (const fault of own) faults.push({ ...fault, path: placeOf(pod.places, fault.path) });
  }
  const [fault] = faults;
  if (fault !== undefined) return yield place.unreadable([...path, ...fault.path], describeFaults(faults));
  const size = decoded.reduce((sum, one) => sum + one.size, 0);
  if (size > MAX_OBJECT_SIZE) return yield place.unreadable(path, describeTooLarge(type.kind, metadata));
  yield new CustomWorkload(object, { ...type, metadata }, kind, pods, patches, at);
  for (const { pod, unknownFields } of decoded) {
    // The parent of a pod template may have fields of its own, and only of some kinds is it known that their pods have none.
    const isExact = kind.hasOwnFields !== true && source === "table" && pod.template.isPartial !== true;
    const unknown = isExact ? unknownFields.filter((one) => one.path.length > 1) : [];
    const remarks = remarksOnFields(
      unknown.map((one) => ({ ...one, path: placeOf(pod.places, one.path) })),
      path,
    );
    yield* placed(remarks, [], place);
  }
  // A controller repeats the mistakes of its own object.
  if (controllerOf(metadata) !== undefined) return;
  for (const pod of pods) yield* remarksOnPod(pod, type.kind, metadata, at);
}

/** The items of an object of a known kind that has no pod. */
function* withoutPods(object: Fields, type: TypeName, { kind, source }: FoundKind, { path, place }: At): Items {
  yield { type: "other" };
  const isElsewhere = kind.unless !== undefined && isSet(valueAt(object, kind.unless));
  if (kind.isOptional === true || isElsewhere) return;
  if (source !== "user") {
    const message = `${nameOfKind(type)} without a pod template: nothing to judge`;
    return yield place.remark(path, "info", "without-template", message);
  }
  // A path of the user may be wrong.
  const paths = kind.templates.map((template) => formatSteps(template.path.steps)).join(", ");
  const message = `${nameOfKind(type)} has nothing at ${paths}: nothing to judge`;
  yield place.remark(path, "warning", "no-pod-template", message);
}

/** The pod of an object that has nothing of it, and a patch: nothing is known of it. */
function patchedPods({ templates }: FoundKind["kind"]): readonly FoundPod[] {
  const places = [{ inPod: ["spec"], inObject: ["spec"] }];
  return templates.slice(0, 1).map((template) => ({ template, path: ["spec"], name: "", value: { spec: {} }, places }));
}

function decodeMetadata({ metadata }: Fields): { readonly metadata: ObjectMeta; readonly faults: TypeFault[] } {
  if (!isSet(metadata)) return { metadata: {}, faults: [] };
  if (isRecord(metadata)) {
    const { faults } = decodeObject(metadata, "ObjectMeta");
    return { metadata, faults: faults.map((fault) => below(["metadata"], fault)) };
  }
  const fault = { path: ["metadata"], expected: "an object", found: typeOf(metadata), remedy: undefined };
  return { metadata: {}, faults: [fault] };
}

function* remarksOnPod({ value, path: podPath, places }: FoundPod, kind: string, metadata: ObjectMeta, at: At): Items {
  // The parts of other pods have other paths.
  if (places.length !== 1 || places[0]?.inPod.length !== 0) return;
  const { metadata: own, spec } = value;
  const pod = { ...(isRecord(own) && { metadata: own }), spec: isRecord(spec) ? spec : {} };
  yield* placed(remarksOnWorkload(kind, metadata, { pod, path: podPath }), at.path, at.place);
}

function* placed(remarks: readonly FieldRemark[], path: FieldPath, place: DocumentPlace): Items {
  for (const { severity, code, message, path: field } of remarks) {
    yield place.remark([...path, ...field], severity, code, message);
  }
}

function describeNoPod({ path, value, shape }: NoPod): string {
  const expected = shape === "S" ? "a pod spec" : "a pod template";
  return `${showFieldPath(path)}: expected ${expected}, found ${describeFound(value)}`;
}

function describeFound(value: unknown): string {
  if (!isRecord(value)) return typeOf(value);
  if (hasContainers(value)) return "a pod spec, which has the prefix S:";
  if (hasContainers(value["spec"])) return "a pod template, which has the prefix T:";
  return isRecord(value["spec"]) ? "an object without containers" : "an object without containers or spec";
}

/** Reads a CustomResourceDefinition: the kinds whose objects contain pods are judged from then on. */
export function* readDefinition(object: Fields, kinds: CustomKinds, { path, place }: At): Items {
  const defined = templatesOfCrd(object);
  // To look up a place costs as much as the whole search, and few definitions have pods.
  if (defined.length === 0) return;
  kinds.define(defined, place.source([]).file);
  for (const { kind, version, templates } of defined) {
    for (const { path: template, lacksSecurityContext } of templates) {
      if (lacksSecurityContext !== true || version !== defined[0]?.version) continue;
      const message =
        `${shorten(kind)} has no field for a container's securityContext in ${shorten(formatTemplatePath(template))}, ` +
        "so none of its pods can meet restricted unless its operator adds what is missing";
      yield place.remark(path, "info", "no-security-context", message);
    }
  }
}
