import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "../../src/text/documents.ts";

test("the objects of a list of 100,000 are located, in JSON and in YAML", () => {
  const items = Array.from({ length: 100_000 }, (_, index) => `{"kind":"Pod","metadata":{"name":"pod-${index}"}}`);
  for (const text of [`{"items":[\n${items.join(",\n")}]}`, `items:\n${items.map((item) => `- ${item}\n`).join("")}`]) {
    const [document] = readDocuments(text);
    assert.ok(document !== undefined && "value" in document);
    for (let index = 0; index < items.length; index++) {
      assert.equal(document.locate(["items", index, "metadata", "name"]).line, index + 2);
    }
  }
});
