import { showFieldPath, type FieldPath } from "../api/field-path.ts";
import { CONTAINER_LISTS, type CommonSecurityContext, type ObjectMeta, type Pod } from "../api/pod.ts";
import { isRecord } from "../api/record.ts";
import { defaultPod, defaultTemplate, originOfDefault } from "../workloads/defaults.ts";
import type { Source, SourceItem, WorkloadObject, WrittenObject } from "../workloads/object.ts";
import { podOf, type ExtractedPod } from "../workloads/pod-template.ts";
import { readPodCreation, type ObservedRejection, type PodCreation } from "../workloads/status.ts";
import { decodeObject, type Decoded, type UnknownField } from "./decode/decode.ts";
import type { DocumentPlace } from "./document-place.ts";
import { MAX_OBJECT_SIZE, describeTooLarge } from "./decode/object-size.ts";
import { LocatedNamespace } from "./located-namespace.ts";
import { substituteNames, substituteValues } from "./gitops/flux.ts";
import { remarksOnNamespace, remarksOnWorkload } from "./mistakes/remarks-on-mistakes.ts";
import { remarksOnFields, type FieldRemark } from "./remarks.ts";
import { describeFaults } from "./decode/type-faults.ts";

/**
 * One of the nine kinds, or Namespace: `struct` is its entry in schema.ts, `servedAs` its current apiVersion, if that
 * differs.
 */
export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly struct: string;
  readonly servedAs?: string;
}

type Items = Generator<SourceItem, undefined>;
type Fields = Record<string, unknown>;

/** The findings for an object that was written from the server's own types. */
const TYPED: Decoded = { faults: [], unknownFields: [], size: 0 };

const MAKES_PODS: PodCreation = { isFinished: false };

const SCALED: ReadonlySet<string> = new Set(["ReplicationController", "ReplicaSet", "Deployment", "StatefulSet"]);

/**
 * Decodes an object of a kind that Pod Security Admission looks at, and applies the API server's defaults in place.
 * Yields the object and the remarks on its fields.
 */
export function* readKnownObject(object: Fields, path: FieldPath, known: KnownKind, place: DocumentPlace): Items {
  if (mayHaveVariables(object)) yield* substituteNames({ object, kind: known.kind, path }, place);
  const { isTyped } = place.document;
  const { faults, unknownFields, size } =
    isTyped === true ? TYPED : yield* decodeSubstituted(object, path, known, place);
  if (faults[0] !== undefined) {
    return yield place.unreadable([...path, ...faults[0].path], describeFaults(faults));
  }
  // Decoding has already verified the types, including the labels' values.
  const metadata: ObjectMeta = isRecord(object["metadata"]) ? object["metadata"] : {};
  if (size > MAX_OBJECT_SIZE) return yield place.unreadable(path, describeTooLarge(known.kind, metadata));
  if (known.kind === "Namespace") {
    yield new LocatedNamespace(metadata, path, place);
    if (hasUnusualKey(metadata)) yield* placed(remarksOnNamespace(metadata), path, place);
  } else yield* readWorkload(object, path, known, metadata, place);
  if (known.servedAs !== undefined) {
    const message = `${known.apiVersion} of ${known.kind} is no longer served; judged as ${known.servedAs}`;
    yield place.remark([...path, "apiVersion"], "info", "old-api-version", message);
  }
  if (unknownFields.length > 0) yield* remarksOnUnknown(unknownFields, path, place);
}

/** Whether the names or the policy labels of an object may contain a variable. Almost none do. */
function mayHaveVariables({ metadata }: Fields): boolean {
  if (!isRecord(metadata)) return false;
  const { name, namespace, labels } = metadata;
  if (mayBeVariable(name) || mayBeVariable(namespace)) return true;
  return isRecord(labels) && Object.values(labels).some(mayBeVariable);
}

function mayBeVariable(text: unknown): boolean {
  return typeof text === "string" && text.includes("${");
}

/** Decodes an object, with the defaults of variables in the place of numbers and booleans. */
function* decodeSubstituted(
  object: Fields,
  path: FieldPath,
  { kind, struct }: KnownKind,
  place: DocumentPlace,
): Generator<SourceItem, Decoded> {
  const decoded = decodeObject(object, struct);
  if (decoded.faults.length === 0) return decoded;
  const fields = decoded.faults.map((fault) => fault.path);
  return (yield* substituteValues({ object, kind, path }, fields, place)) ? decodeObject(object, struct) : decoded;
}

function* remarksOnUnknown(unknownFields: readonly UnknownField[], path: FieldPath, place: DocumentPlace): Items {
  // Items are objects, and get a better remark than that they are an unknown field.
  const fields = unknownFields.filter((unknown) => unknown.path[0] !== "items" || unknown.path.length > 1);
  yield* placed(remarksOnFields(fields, path), [], place);
}

function* placed(remarks: readonly FieldRemark[], path: FieldPath, place: DocumentPlace): Items {
  for (const { severity, code, message, path: field } of remarks) {
    yield place.remark([...path, ...field], severity, code, message);
  }
}

/** Keys that may be those of pod-security labels, right or misspelt, or of AppArmor profiles. */
const UNUSUAL_KEY = /pod.{0,2}s|ps[as]|enf|aud|war|apparmor/i;
/** Most values of fields that have few. Every other value is compared with those that its author may have meant. */
const USUAL_VALUE = /^(?:ALL|NET_BIND_SERVICE|RuntimeDefault|Localhost|Unconfined|linux|windows|[a-z0-9_-]+\.[^/]*)$/;

/** Whether an object may have a remark on a mistake. So only few objects are looked at more closely. */
function isUnusual(metadata: ObjectMeta, { pod, job }: ExtractedPod): boolean {
  return hasUnusualKey(metadata) || hasUnusualKey(pod.metadata) || hasUnusualKey(job) || hasUnusualValue(pod);
}

function hasUnusualKey({ labels, annotations }: ObjectMeta = {}): boolean {
  return areUnusual(labels) || areUnusual(annotations);
}

/** The keys of the last labels and annotations that are usual: the same few occur in every object. */
const usualKeys = new Set<string>();
const MAX_USUAL_KEYS = 500;

function areUnusual(map: Readonly<Record<string, string>> | undefined): boolean {
  if (map === undefined) return false;
  for (const key of Object.keys(map)) {
    if (usualKeys.has(key)) continue;
    if (UNUSUAL_KEY.test(key)) return true;
    if (usualKeys.size < MAX_USUAL_KEYS) usualKeys.add(key);
  }
  return false;
}

function hasUnusualValue({ spec }: Pod): boolean {
  if (isUnusualValue(spec.os?.name) || hasUnusualProfile(spec.securityContext)) return true;
  if (spec.securityContext?.sysctls?.some(({ name }) => isUnusualValue(name))) return true;
  for (const list of CONTAINER_LISTS) {
    for (const { securityContext = {} } of spec[list] ?? []) {
      const { procMount, capabilities: { add, drop } = {} } = securityContext;
      if (hasUnusualProfile(securityContext) || isUnusualValue(procMount)) return true;
      if (add?.some(isUnusualValue) || drop?.some(isUnusualValue)) return true;
    }
  }
  return false;
}

function hasUnusualProfile(context: CommonSecurityContext | undefined): boolean {
  return isUnusualValue(context?.seccompProfile?.type) || isUnusualValue(context?.appArmorProfile?.type);
}

function isUnusualValue(value: string | undefined): boolean {
  return value !== undefined && !USUAL_VALUE.test(value);
}

function* readWorkload(
  object: Fields,
  path: FieldPath,
  { apiVersion, kind }: KnownKind,
  metadata: ObjectMeta,
  place: DocumentPlace,
): Items {
  const template = podOf(kind, object);
  if (template === undefined) {
    return yield place.remark(path, "warning", "no-pod-template", `${kind} without a template: nothing to judge`);
  }
  const pod = kind === "Pod" ? defaultPod(template.pod) : defaultTemplate(template.pod);
  // A manifest has no status.
  const creation = object["status"] === undefined ? MAKES_PODS : readPodCreation(kind, object);
  const facts = { apiVersion, kind, metadata, ...creation };
  yield new LocatedWorkload(facts, pod, template, demandOf(kind, object["spec"]), { path, place });
  if ((template.pod.spec.containers ?? []).length === 0) {
    const field = showFieldPath([...template.path, "spec", "containers"]);
    const message = `has no containers, so the API server would reject it (${field}: Required value)`;
    yield place.remark([...path, ...template.path], "warning", "no-containers", message);
  }
  // A pod of a controller repeats the mistakes of its template.
  const isMade = metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
  if (!isMade && isUnusual(metadata, template)) yield* placed(remarksOnWorkload(kind, metadata, template), path, place);
}

/**
 * A workload that looks up its place late: to find a line costs as much as to parse, and a plan needs none. The getter belongs to the class. An
 * accessor of its own for each object would make V8 keep whole documents for several garbage collections.
 */
class LocatedWorkload implements WorkloadObject {
  readonly type = "workload";
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
  readonly pod: Pod;
  readonly podPath: FieldPath;
  declare readonly replicas?: number;
  declare readonly schedule?: string;
  readonly isFinished: boolean;
  declare readonly hasAllPods?: boolean;
  declare readonly rejection?: ObservedRejection;
  readonly #template: Pod;
  readonly #at: { readonly path: FieldPath; readonly place: DocumentPlace };

  constructor(
    {
      apiVersion,
      kind,
      metadata,
      isFinished,
      hasAllPods,
      rejection,
    }: Pick<WorkloadObject, "apiVersion" | "kind" | "metadata"> & PodCreation,
    pod: Pod,
    template: { readonly pod: Pod; readonly path: FieldPath },
    { replicas, schedule }: Pick<WorkloadObject, "replicas" | "schedule">,
    at: { readonly path: FieldPath; readonly place: DocumentPlace },
  ) {
    this.apiVersion = apiVersion;
    this.kind = kind;
    this.metadata = metadata;
    this.pod = pod;
    this.podPath = template.path;
    if (replicas !== undefined) this.replicas = replicas;
    if (schedule !== undefined) this.schedule = schedule;
    this.isFinished = isFinished;
    if (hasAllPods !== undefined) this.hasAllPods = hasAllPods;
    if (rejection !== undefined) this.rejection = rejection;
    this.#template = template.pod;
    this.#at = at;
  }

  get source(): Source {
    return this.#at.place.source(this.#at.path);
  }

  get value(): unknown {
    return this.#at.place.value(this.#at.path);
  }

  get written(): WrittenObject | undefined {
    return this.#at.place.written(this.#at.path);
  }

  locate(field: FieldPath): ReturnType<WorkloadObject["locate"]> {
    const { path, place } = this.#at;
    const { podPath } = this;
    // An annotation of the object itself is not in its pod.
    if (podPath.some((step, index) => field[index] !== step)) return place.locate([...path, ...field]);
    const origin = originOfDefault(this.#template, field.slice(podPath.length), this.kind !== "Pod");
    return place.locate([...path, ...podPath, ...origin]);
  }
}

/** How many pods an object wants, or when. The API server's default for replicas is 1. */
function demandOf(kind: string, spec: unknown): Pick<WorkloadObject, "replicas" | "schedule"> {
  const { replicas, schedule } = isRecord(spec) ? spec : {};
  if (SCALED.has(kind)) return { replicas: typeof replicas === "number" ? replicas : 1 };
  return kind === "CronJob" && typeof schedule === "string" ? { schedule } : {};
}
