import { valueAt, type FieldPath } from "../../../api/field-path.ts";
import { isRecord, setKey } from "../../../api/record.ts";
import type { PodPart } from "../custom-kind.ts";
import { isSet, type FoundPod, type PodPlace } from "./found-pod.ts";

type Fields = Record<string, unknown>;

/** The fields of a pod's spec that a check reads. An operator's own fields may have the names of others. */
const POD_FIELDS: readonly string[] = [
  "initContainers",
  "containers",
  "ephemeralContainers",
  "volumes",
  "hostNetwork",
  "hostPID",
  "hostIPC",
  "hostUsers",
  "runtimeClassName",
  "os",
  "securityContext",
];

/** The fields of a container that a check reads, besides its name. */
const CONTAINER_FIELDS: readonly string[] = [
  "ports",
  "securityContext",
  "livenessProbe",
  "readinessProbe",
  "startupProbe",
  "lifecycle",
];

/** Picks the fields of a pod that a check reads. */
function pickPod(spec: Fields, path: FieldPath, into: Assembly): void {
  for (const field of POD_FIELDS) {
    if (!Object.hasOwn(spec, field) || !isSet(spec[field])) continue;
    if (isContainerList(field)) into.addContainers(field, spec[field], [...path, field]);
    else into.set(field, spec[field], [...path, field]);
  }
}

function isContainerList(field: string): boolean {
  return field === "containers" || field === "initContainers" || field === "ephemeralContainers";
}

/**
 * Puts a pod together from the parts of it that an object contains.
 *
 * @param base the value at the path of the template
 * @returns undefined if the object has no part
 */
export function assemblePod(
  base: Readonly<Fields>,
  path: FieldPath,
  parts: readonly PodPart[],
): Pick<FoundPod, "path" | "value" | "places"> | undefined {
  const assembly = new Assembly(path);
  for (const { to, name, from } of parts) {
    const value = from.length === 0 ? base : valueAt(base, from);
    if (!isSet(value)) continue;
    const place = [...path, ...from];
    const named = name ?? String(from.at(-1) ?? "");
    if (to === "pod") {
      if (isRecord(value)) pickPod(value, place, assembly);
    } else if (to === "container" || to === "initContainer") {
      // The base has many other fields. It is a container only if it has one of a container's.
      const isOne = isRecord(value) && (from.length > 0 || CONTAINER_FIELDS.some((field) => isSet(value[field])));
      if (isOne) assembly.addContainer(`${to}s`, value, place, named);
    } else if (to === "context") {
      assembly.addContainer("containers", { securityContext: value }, place.slice(0, -1), named, place);
    } else if (to === "seccompProfile") {
      assembly.setProfile(value, place);
    } else if (isContainerList(to)) {
      assembly.addContainers(to, value, place);
    } else {
      assembly.set(to, value, place);
    }
  }
  return assembly.pod();
}

/** A pod that is put together, and where its parts come from. */
class Assembly {
  readonly #path: FieldPath;
  readonly #spec: Fields = {};
  readonly #places: PodPlace[];

  constructor(path: FieldPath) {
    this.#path = path;
    this.#places = [{ inPod: [], inObject: path }];
  }

  set(field: string, value: unknown, place: FieldPath): void {
    if (Array.isArray(this.#spec[field]) && Array.isArray(value)) {
      for (const [index, item] of value.entries()) this.#push(field, item, [...place, index]);
      return;
    }
    setKey(this.#spec, field, Array.isArray(value) ? [...(value as unknown[])] : value);
    this.#places.push({ inPod: ["spec", field], inObject: place });
  }

  setProfile(value: unknown, place: FieldPath): void {
    const context = this.#spec["securityContext"];
    if (isRecord(context) && isSet(context["seccompProfile"])) return;
    this.#spec["securityContext"] = { ...(isRecord(context) && context), seccompProfile: value };
    this.#places.push({ inPod: ["spec", "securityContext", "seccompProfile"], inObject: place });
  }

  addContainers(list: string, value: unknown, place: FieldPath): void {
    if (!Array.isArray(value)) {
      // Decoding reports the wrong type, in its place.
      if (this.#spec[list] === undefined) this.set(list, value, place);
      return;
    }
    for (const [index, item] of value.entries()) {
      const name = `${String(place.at(-1))}[${index}]`;
      if (isRecord(item)) this.addContainer(list, item, [...place, index], name);
      else this.#push(list, item, [...place, index]);
    }
  }

  addContainer(list: string, value: Readonly<Fields>, place: FieldPath, name: string, context?: FieldPath): void {
    const own = value["name"];
    const container: Fields = { name: isSet(own) ? own : name };
    for (const field of CONTAINER_FIELDS) if (isSet(value[field])) container[field] = value[field];
    const index = this.#push(list, container, place);
    if (context === undefined || index === undefined) return;
    this.#places.push({ inPod: ["spec", list, index, "securityContext"], inObject: context });
  }

  /** @returns the position; undefined if the field is no list */
  #push(list: string, value: unknown, place: FieldPath): number | undefined {
    const items = (this.#spec[list] ??= []);
    if (!Array.isArray(items)) return undefined;
    const length = items.push(value);
    this.#places.push({ inPod: ["spec", list, length - 1], inObject: place });
    return length - 1;
  }

  pod(): Pick<FoundPod, "path" | "value" | "places"> | undefined {
    if (Object.keys(this.#spec).length === 0) return undefined;
    return { path: this.#path, value: { spec: this.#spec }, places: this.#places };
  }
}
