import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import manifest from "../../../package.json" with { type: "json" };
import { KINDS, SCHEMAS, type Schema } from "./schemas.ts";

/** Each definition of a schema, and the schema itself, by its place. */
function definitionsOf(schema: Schema): readonly (readonly [place: string, definition: Schema])[] {
  const definitions = schema["$defs"];
  assert.ok(isRecord(definitions));
  return [["", schema], ...(Object.entries(definitions) as [string, Schema][])];
}

describe("the JSON Schemas", () => {
  for (const [file, schema] of SCHEMAS) {
    it(`${file} has an identifier, its draft, a title and a description`, () => {
      assert.equal(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
      assert.equal(schema["$id"], `urn:kubectl-pss:schema:${file.replace(".schema.json", "")}:v1`);
      assert.ok(typeof schema["title"] === "string" && typeof schema["description"] === "string");
    });

    it(`${file} has a title for each object, and uses each definition`, () => {
      const text = JSON.stringify(schema);
      for (const [name, { type, title }] of definitionsOf(schema)) {
        if (type === "object") assert.equal(typeof title, "string", name);
        if (name !== "") assert.ok(text.includes(`"$ref":"#/$defs/${name}"`), name);
      }
    });
  }

  it("cover every kind of document", () => {
    const files = new Set(Object.values(KINDS).map((place) => place.split("#")[0]));
    assert.deepEqual(files, new Set(SCHEMAS.keys()));
  });

  it("have equal definitions with the same name", () => {
    const definitions = new Map<string, Schema>();
    for (const [file, schema] of SCHEMAS) {
      for (const [name, definition] of definitionsOf(schema).slice(1)) {
        // Each document has its own summary.
        if (name === "summary") continue;
        assert.deepEqual(definition, definitions.get(name) ?? definition, `${file}: ${name}`);
        definitions.set(name, definition);
      }
    }
  });

  it("can be loaded from the package, and are named in its documents", () => {
    assert.ok(manifest.files.includes("docs/schema"));
    assert.equal(manifest.exports["./schema/*"], "./docs/schema/*");
    const output = readFileSync("docs/output.md", "utf8");
    for (const file of SCHEMAS.keys()) assert.ok(output.includes(`(schema/${file})`), file);
    for (const document of ["README.md", "docs/library.md"]) {
      assert.match(readFileSync(document, "utf8"), /JSON Schema/, document);
    }
  });
});
