import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import type { TextNode } from "../../../src/api/text-layout.ts";
import { isRecord } from "../../../src/api/record.ts";
import { readDocuments, type ReadDocument } from "../../../src/text/documents.ts";
import { parseYamlDocument } from "../../../src/text/yaml.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;
const FILES = globSync(["test/fixtures/**/*.{yaml,json}", "docs/examples/**/*.yaml", "deploy/*.yaml"], { cwd: ROOT });

/** Texts with the ends of nodes that are hard to find. */
const TEXTS: Readonly<Record<string, string>> = {
  "block scalars": "a: |\n  one\n  two\n\n# comment\nb: >-\n  x\n\n  y\nc: |+\n  keep\n\nd: |2\n    deep\ne: |\nf: 1\n",
  "plain scalars of several lines": "a: one\n  two\n\n  three # comment\nb: [x y\n  z, w]\n",
  quotes: "a: 'it''s'\nb: \"two\n  lines\"\n'c d': \"\\\"#\"\n",
  "flow collections": "a: {b: [1, 2,], c: {}, d: } # end\ne: [\n  x, # comment ]\n  y\n]\nf: { }\n",
  "empty values": "a:\nb: # comment\nc: ~\nd:\n  -\n  - x\n",
  "lists in the column of their key": "a:\n- b: 1\n  c: 2\n-\n  d: 3\ne: 4\n",
  "nested lists": "- - a\n  - b\n- - c\n",
  "carriage returns": 'a: 1\r\nb: |\r\n  x\r\n  y\r\nc: "d"\r\n',
  "no line break at the end": "a:\n  b: |\n    x",
  JSON: '{"a": [1, {"b": "c\\"}"}, []],\n\t"d": {}, "e": -1.5e3}\n',
};

for (const [name, text] of Object.entries(TEXTS)) {
  test(`each node is found in its text: ${name}`, () => assert.ok(nodesIn(text) > 2));
}

test("each node is found in the manifests of the tests", () => {
  let nodes = 0;
  for (const file of FILES) nodes += nodesIn(readFileSync(`${ROOT}${file}`, "utf8").replace(/^\uFEFF/, ""));
  assert.ok(nodes > 1000);
});

/** Compares each node of a text with the value at its path. @returns the number of nodes */
function nodesIn(text: string): number {
  let count = 0;
  for (const document of readDocuments(text)) {
    if (!("value" in document) || document.duplicates.length > 0) continue;
    count += nodesOf(document);
  }
  return count;
}

function nodesOf({ text, value }: ReadDocument): number {
  assert.ok(text !== undefined);
  const chunk = text.stream.slice(text.start, text.end);
  let count = 0;
  const compare = (node: TextNode, expected: unknown): void => {
    count++;
    if (node.type === "alias" || node.type === "other" || node.hasTag) return;
    const written = chunk.slice(node.start, node.end);
    if (node.type === "mapping") {
      assert.ok(isRecord(expected));
      for (const { key, value: child, start, keyEnd } of node.entries) {
        if (key === undefined || key === "<<") continue;
        assert.ok(chunk.slice(start, keyEnd).length >= key.length);
        compare(child, expected[key]);
      }
    } else if (node.type === "sequence") {
      assert.ok(Array.isArray(expected));
      assert.equal(node.entries.length, expected.length);
      for (const [index, { value: child }] of node.entries.entries()) compare(child, expected[index]);
    } else if (node.isEmpty) {
      assert.equal(expected, null);
      assert.equal(written, "");
    } else if (/^[|>]/.test(written)) {
      // The indentation of a block scalar depends on its parent.
      const words = written.replace(/^.*/, "").trim().split(/\s+/);
      assert.deepEqual(words, String(expected).trim().split(/\s+/));
    } else {
      assert.deepEqual(parseYamlDocument(`a: ${written.replaceAll("\n", "\n  ")}`).value, { a: expected });
    }
    if (node.isFlow) assert.match(written, /^[[{][^]*[\]}]$/);
  };
  compare(text.layout(), value);
  return count;
}
