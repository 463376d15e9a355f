import type { FieldPath } from "../../api/field-path.ts";
import { isRecord } from "../../api/record.ts";
import { EACH_ITEM, formatTemplatePath } from "../../workloads/custom/template-path.ts";
import { roleOf } from "../../workloads/custom/kinds/roles.ts";
import { decodeObject, type TypeFault } from "../decode/decode.ts";
import { fieldsOf } from "../decode/schema-types.ts";

type Fields = Record<string, unknown>;

/** Something like a pod in an object of an unknown kind. */
export interface PodShape {
  /** The path of the pod's spec. */
  readonly path: FieldPath;
  /** The effect of the controller that reads the object. */
  readonly role: "makes" | "changes";
  /** The place for `--pod-template`, if its containers have only fields of a container, with an image or a security context. */
  readonly template?: string;
  /** The values in it that have the wrong types for a pod. */
  readonly faults: readonly TypeFault[];
}

/** More than the depth of the pod templates in real custom resources. */
const MAX_DEPTH = 24;
/** The depth down to which a mapping is taken for a pod by its shape alone. */
const MAX_SHAPE_DEPTH = 12;

/**
 * Finds a pod spec in a custom resource: the first mapping with a list of containers, each with a name or an image. Mappings from which pods are made
 * come before those that change pods.
 */
export function findPodShape(
  value: Fields,
  type: { readonly apiVersion: string; readonly kind: string },
): PodShape | undefined {
  const role = roleOf(type);
  if (role === "none") return undefined;
  let changing: PodShape | undefined;
  for (const { path, spec, parent } of search(value, undefined, [])) {
    const one = typeof role === "string" ? role : role(path);
    if (one === "makes") return { path, role: one, faults: [], ...readShape(spec, parent, path) };
    if (one === "changes") changing ??= { path, role: one, faults: [] };
  }
  return changing;
}

interface Found {
  readonly path: FieldPath;
  readonly spec: Fields;
  readonly parent: unknown;
}

function* search(value: unknown, parent: unknown, path: FieldPath): Generator<Found, undefined> {
  if (typeof value !== "object" || value === null || path.length > MAX_DEPTH) return;
  if (isRecord(value) && path.length > 0 && isContainerList(value["containers"] ?? value["initContainers"])) {
    yield { path, spec: value, parent };
    return;
  }
  const entries = Array.isArray(value) ? value.entries() : Object.entries(value);
  for (const [key, child] of entries) yield* search(child, value, [...path, key]);
}

function isContainerList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => isRecord(item) && (typeof item["name"] === "string" || typeof item["image"] === "string"))
  );
}

/** The place of a pod for `--pod-template`, and its faults; nothing for a mapping whose containers may be something else. */
function readShape(spec: Fields, parent: unknown, path: FieldPath): Pick<PodShape, "template" | "faults"> | undefined {
  if (path.length > MAX_SHAPE_DEPTH || !hasContainers(spec)) return undefined;
  // The object's own metadata and spec look like those of a template.
  const isTemplate =
    path.length > 1 && path.at(-1) === "spec" && isRecord(parent) && hasOnlyFieldsOf("PodTemplateSpec", parent);
  const [shape, place] = isTemplate ? (["T", path.slice(0, -1)] as const) : (["S", path] as const);
  const steps = place.map((step) => (typeof step === "number" ? EACH_ITEM : step));
  const { faults } = decodeObject(spec, "PodSpec");
  return { template: formatTemplatePath({ shape, steps }), faults };
}

function hasOnlyFieldsOf(struct: string, value: Fields): boolean {
  const fields = fieldsOf(struct);
  return Object.keys(value).every((field) => fields.has(field));
}

function hasContainers({ containers, initContainers }: Fields): boolean {
  return [containers, initContainers]
    .filter((list) => list !== undefined && list !== null)
    .every((list) => Array.isArray(list) && list.every((item) => isRecord(item) && isContainer(item)));
}

function isContainer(item: Fields): boolean {
  return (typeof item["image"] === "string" || isRecord(item["securityContext"])) && hasOnlyFieldsOf("Container", item);
}
