import assert from "node:assert/strict";
import { isRecord } from "../../../src/api/record.ts";
import { KINDS, SCHEMAS, schemasIn, type Kind, type Schema } from "./schemas.ts";

/** A field of a schema with arbitrary keys, such as labels: the schema does not name its fields. */
function isMap(schema: Schema): boolean {
  return "additionalProperties" in schema;
}

/**
 * Returns the paths of all fields in the schema of a kind: `namespaces[].workloads[].results[].newIn`. The fields of maps, and of values of any type,
 * have no path.
 */
export function schemaFields(kind: Kind): ReadonlySet<string> {
  const [file = "", fragment = ""] = KINDS[kind].split("#");
  const root = SCHEMAS.get(file);
  assert.ok(root !== undefined, file);
  const paths = new Set<string>();
  const visit = (schema: Schema, path: string): void => {
    const { $ref: reference, properties = {}, items } = schema;
    if (typeof reference === "string") visit(definition(root, reference), path);
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      if (keyword in schema) for (const part of schemasIn(schema[keyword])) visit(part, path);
    }
    if (isRecord(items)) visit(items, `${path}[]`);
    assert.ok(isRecord(properties));
    for (const [name, field] of Object.entries(properties)) {
      const fieldPath = path === "" ? name : `${path}.${name}`;
      paths.add(fieldPath);
      const [fieldSchema] = schemasIn([field]);
      if (fieldSchema !== undefined && !isMap(fieldSchema)) visit(fieldSchema, fieldPath);
    }
  };
  visit(fragment === "" ? root : definition(root, `#${fragment}`), "");
  return paths;
}

function definition(root: Schema, reference: string): Schema {
  const name = /^#\/\$defs\/(\w+)$/.exec(reference)?.[1];
  const definitions = root["$defs"];
  assert.ok(name !== undefined && isRecord(definitions), reference);
  const [found] = schemasIn([definitions[name]]);
  assert.ok(found !== undefined, reference);
  return found;
}

/** Fields with arbitrary keys: labels, and the value of a violating field. */
const FREE = /(?:^namespaces\[\]\.labels|groups\[\]\.labels|\.(?:from|to|value))$/;

/** An object that has or may have a field. */
export interface Parent {
  readonly fields: Record<string, unknown>;
  /** The document that contains it. */
  readonly document: unknown;
}

/** The objects of some documents, by their path; that of a document is empty. */
export function objectsByPath(documents: readonly unknown[]): ReadonlyMap<string, readonly Parent[]> {
  const objects = new Map<string, Parent[]>();
  const visit = (value: unknown, path: string, document: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item, `${path}[]`, document);
    if (!isRecord(value) || FREE.test(path)) return;
    objects.set(path, [...(objects.get(path) ?? []), { fields: value as Record<string, unknown>, document }]);
    for (const [name, field] of Object.entries(value)) visit(field, path === "" ? name : `${path}.${name}`, document);
  };
  for (const document of documents) visit(document, "", document);
  return objects;
}

/** The paths of all fields that some documents have. */
export function documentFields(documents: readonly unknown[]): ReadonlySet<string> {
  return new Set(
    [...objectsByPath(documents)].flatMap(([path, parents]) =>
      parents.flatMap(({ fields }) => Object.keys(fields).map((name) => (path === "" ? name : `${path}.${name}`))),
    ),
  );
}
