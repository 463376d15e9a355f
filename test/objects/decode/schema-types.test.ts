import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf, schemaType, type SchemaType, SCALAR_TYPES } from "../../../src/objects/decode/schema-types.ts";
import { KINDS, STRUCTS } from "../../../src/objects/decode/schema.ts";

test("a scalar", () => {
  assert.deepEqual(schemaType("bool"), { form: "scalar", scalar: SCALAR_TYPES["bool"], isString: false });
  assert.deepEqual(schemaType("string"), { form: "scalar", scalar: SCALAR_TYPES["string"], isString: true });
});

test("lists and maps, also nested ones", () => {
  assert.deepEqual(schemaType("[]string"), { form: "list", item: schemaType("string") });
  assert.deepEqual(schemaType("map[string]quantity"), { form: "map", item: schemaType("quantity") });
  assert.deepEqual(schemaType("map[string][]int32"), {
    form: "map",
    item: { form: "list", item: schemaType("int32") },
  });
});

test("a struct has the fields of schema.ts", () => {
  const type = schemaType("Capabilities");
  assert.ok(type.form === "struct");
  assert.equal(type.name, "Capabilities");
  assert.deepEqual(
    [...type.fields()],
    [
      ["add", schemaType("[]string")],
      ["drop", schemaType("[]string")],
    ],
  );
});

test("a type is created once", () => {
  assert.equal(schemaType("[]Container"), schemaType("[]Container"));
  const type = schemaType("PodSpec");
  assert.ok(type.form === "struct");
  assert.equal(type.fields(), type.fields());
});

test("every type in schema.ts exists", () => {
  const innermost = (type: SchemaType): SchemaType =>
    type.form === "list" || type.form === "map" ? innermost(type.item) : type;
  const names = [...Object.values(KINDS), ...Object.keys(STRUCTS).flatMap((struct) => [...fieldsOf(struct).values()])];
  const missing = names.filter((name) => {
    const type = innermost(schemaType(name));
    return type.form === "struct" && STRUCTS[type.name] === undefined;
  });
  assert.ok(names.length > 500);
  assert.deepEqual(missing, []);
});
