import { STRUCTS } from "./schema.ts";
import { SCALAR_TYPES, type ScalarType } from "./scalar-types.ts";

/** A type of the schema, prepared for decoding. */
export type SchemaType =
  | { readonly form: "scalar"; readonly scalar: ScalarType; readonly isString: boolean }
  | { readonly form: "list"; readonly item: SchemaType }
  | { readonly form: "map"; readonly item: SchemaType }
  | { readonly form: "struct"; readonly name: string; fields(): ReadonlyMap<string, SchemaType> };

const types = new Map<string, SchemaType>();

/**
 * Returns the type with this name in schema.ts: `bool`, `[]Container`, `map[string]string`, `PodSpec`. The fields of a
 * struct are created on first use, because types refer to one another.
 */
export function schemaType(name: string): SchemaType {
  let type = types.get(name);
  if (type === undefined) types.set(name, (type = makeType(name)));
  return type;
}

/** Returns the fields of a struct of schema.ts with the names of their types; none for an unknown struct. */
export function fieldsOf(struct: string): ReadonlyMap<string, string> {
  const text = Object.hasOwn(STRUCTS, struct) ? STRUCTS[struct] : undefined;
  if (text === undefined || text === "") return new Map();
  return new Map(
    text.split(", ").map((field) => {
      const space = field.indexOf(" ");
      return [field.slice(0, space), field.slice(space + 1)];
    }),
  );
}

const LIST = "[]";
const MAP = "map[string]";

function makeType(name: string): SchemaType {
  if (name.startsWith(LIST)) return { form: "list", item: schemaType(name.slice(LIST.length)) };
  if (name.startsWith(MAP)) return { form: "map", item: schemaType(name.slice(MAP.length)) };
  const scalar = SCALAR_TYPES[name];
  if (scalar !== undefined) return { form: "scalar", scalar, isString: name === "string" };
  let fields: ReadonlyMap<string, SchemaType> | undefined;
  return {
    form: "struct",
    name,
    fields: () => (fields ??= new Map(Array.from(fieldsOf(name), ([field, type]) => [field, schemaType(type)]))),
  };
}
