import { isRecord } from "../../api/record.ts";
import type { CustomKind, CustomTemplate } from "./custom-kind.ts";
import { EACH_ITEM, EACH_VALUE } from "./template-path.ts";

type Fields = Readonly<Record<string, unknown>>;

const NONE: Fields = {};

/** A pod spec has at least this many of the fields besides its containers. Lists of containers alone, as in Argo's containerSet, have fewer. */
const MIN_POD_FIELDS = 3;
const POD_FIELDS = [
  "volumes",
  "serviceAccountName",
  "restartPolicy",
  "nodeSelector",
  "initContainers",
  "tolerations",
  "securityContext",
  "terminationGracePeriodSeconds",
];

/** More than the depth of any real schema. */
const MAX_DEPTH = 64;

/**
 * Finds the pods in the objects of a CustomResourceDefinition, by the structure of its schemas: a mapping that has the fields of a pod spec is one,
 * and its parent a pod template. A pod spec in `.spec` of the object is partial, because the kinds that have one there are mostly an operator's own.
 *
 * @param crd an object of apiextensions.k8s.io/v1 or v1beta1, not verified
 * @returns the kind in each served version whose schema contains a pod, in the order of the versions
 */
export function templatesOfCrd(crd: unknown): readonly CustomKind[] {
  const spec = fieldsOf(crd, "spec");
  const { group, scope } = spec;
  const { kind } = fieldsOf(spec, "names");
  if (typeof group !== "string" || typeof kind !== "string") return [];
  return servedSchemas(spec).flatMap(({ version, schema }) => {
    const templates: CustomTemplate[] = [];
    search(schema, [], templates);
    return templates.length === 0
      ? []
      : [{ group, kind, version, templates, ...(scope === "Cluster" && { isClusterScoped: true }) }];
  });
}

/** The schema of each served version. v1beta1 may have one schema for all versions, and names its only version in `version`. */
function servedSchemas(spec: Fields): { readonly version: string; readonly schema: Fields }[] {
  const shared = fieldsOf(spec, "validation", "openAPIV3Schema");
  const { versions, version } = spec;
  const listed: readonly unknown[] = Array.isArray(versions) ? versions : [{ name: version, served: true }];
  return listed.filter(isRecord).flatMap((one) => {
    const { name, served } = one;
    if (typeof name !== "string" || served === false) return [];
    const own = fieldsOf(one, "schema", "openAPIV3Schema");
    return [{ version: name, schema: own === NONE ? shared : own }];
  });
}

function search(schema: Fields, steps: readonly string[], found: CustomTemplate[]): void {
  if (steps.length > MAX_DEPTH) return;
  const properties = fieldsOf(schema, "properties");
  // The object's own metadata and spec look like a pod template.
  if (steps.length > 0 && isPodSpec(fieldsOf(properties, "spec", "properties"))) {
    found.push(template("T", steps, fieldsOf(properties, "spec", "properties"), false));
    return;
  }
  if (steps.length > 0 && isPodSpec(properties)) {
    found.push(template("S", steps, properties, steps.length === 1));
    return;
  }
  for (const [name, property] of Object.entries(properties)) {
    const isStatus = steps.length === 0 && name === "status";
    if (!isStatus && isRecord(property)) search(property, [...steps, name], found);
  }
  const { items, additionalProperties } = schema;
  if (isRecord(items)) search(items, [...steps, EACH_ITEM], found);
  if (isRecord(additionalProperties)) search(additionalProperties, [...steps, EACH_VALUE], found);
}

function template(shape: "T" | "S", steps: readonly string[], podSpec: Fields, isPartial: boolean): CustomTemplate {
  const containers = fieldsOf(podSpec, "containers", "items");
  const canHaveAny = containers["x-kubernetes-preserve-unknown-fields"] === true;
  const lacksSecurityContext = !canHaveAny && fieldsOf(containers, "properties", "securityContext") === NONE;
  return {
    path: { shape, steps },
    ...(isPartial && { isPartial }),
    ...(lacksSecurityContext && { lacksSecurityContext }),
  };
}

function isPodSpec(properties: Fields): boolean {
  if (!isContainerList(properties["containers"])) return false;
  return POD_FIELDS.filter((field) => Object.hasOwn(properties, field)).length >= MIN_POD_FIELDS;
}

function isContainerList(schema: unknown): boolean {
  const fields = fieldsOf(schema, "items", "properties");
  const has = (name: string): boolean => Object.hasOwn(fields, name);
  return has("name") && has("image") && (has("securityContext") || has("command"));
}

/** The mapping below some fields of a value; empty if there is none. */
function fieldsOf(value: unknown, ...names: readonly string[]): Fields {
  let found: unknown = value;
  for (const name of names) found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  return isRecord(found) ? found : NONE;
}
