import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "../../src/text/documents.ts";
import { itemsOfDocument } from "../../src/objects/stream/read-stream.ts";

/** The remarks on keys that appear twice: the code, the line and the message. */
function remarks(text: string): string[] {
  return [...readDocuments(text)]
    .flatMap((document) => [...itemsOfDocument(document, "a")])
    .flatMap((item) =>
      item.type === "remark" && (item.code === "duplicate-key" || item.code === "lost-document")
        ? [`${item.code} ${item.source?.line}: ${item.message}`]
        : [],
    );
}

const twice = (line: number, key: string): string =>
  `duplicate-key ${line}: duplicate key ${key}; the last one counts, as for kubectl`;
const lost = (line: number, keys: string, kind: string, begin: number, item = false): string =>
  `lost-document ${line}: duplicate ${keys}: ${item ? "another item probably begins in" : "a line `---` is probably missing before"} ` +
  `line ${line}, and the ${kind} that begins in line ${begin} is lost, as for kubectl`;

/** Documents with every outcome. The duplicate keys of each one are reported. */
const OUTCOMES: readonly (readonly [name: string, document: string, field: string])[] = [
  ["a workload", "apiVersion: v1\nkind: Pod\nspec: {containers: [], x: 1, x: 2}\n", "spec.x"],
  ["a Namespace", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, name: b}\n", "metadata.name"],
  ["an object of another kind", "apiVersion: v1\nkind: Secret\ndata: {a: YQ==, a: Yg==}\n", "data.a"],
  ["a misspelt kind", "apiVersion: v1\nkind: Pods\nspec: {a: 1, a: 2}\n", "spec.a"],
  ["an object without a kind", "apiVersion: v1\n\nspec: {a: 1, a: 2}\n", "spec.a"],
  ["an object without an apiVersion", "kind: Pod\n\nspec: {a: 1, a: 2}\n", "spec.a"],
  ["an object of wrong types", "apiVersion: v1\nkind: Pod\nspec: {hostPID: x, hostPID: y}\n", "spec.hostPID"],
  ["no object", "a: 1\nb: 2\nspec: {a: 1, a: 2}\n", "spec.a"],
  ["a list without objects", "- 1\n- 2\n- {a: 1, a: 2}\n", "[2].a"],
  ["a List", "apiVersion: v1\nkind: List\nmetadata: {a: 1, a: 2}\nitems: []\n", "metadata.a"],
  [
    "an item of a List",
    "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: Secret, data: {a: 1, a: 2}}]\n",
    "data.a",
  ],
  ["items that are no list", "apiVersion: v1\nkind: List\nitems: {a: 1, a: 2}\n", "items.a"],
  ["JSON", '{"apiVersion": "v1",\n"kind": "Secret",\n"data": {"a": "1", "\\u0061": "2"}}', "data.a"],
];

for (const [name, document, field] of OUTCOMES) {
  test(`duplicate keys are reported for ${name}`, () => {
    assert.deepEqual(remarks(document), [twice(3, field)]);
  });
}

const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {}\n";
const SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: b}\n";

const JOINED: readonly (readonly [name: string, document: string, said: readonly string[]])[] = [
  ["before an object of another kind", POD + SERVICE, [lost(5, "keys apiVersion, kind and metadata", "Pod", 1)]],
  ["before one of the same kind", POD + POD, [lost(5, "keys apiVersion, kind, metadata and spec", "Pod", 1)]],
  ["before one with no object's kind", `${POD}kind: Sevrice\n`, [lost(5, "key kind", "Pod", 1)]],
  [
    "twice",
    SERVICE + POD + POD,
    [
      lost(4, "keys apiVersion, kind and metadata", "Service", 1),
      lost(8, "keys apiVersion, kind, metadata and spec", "Pod", 4),
    ],
  ],
  [
    "after comments, and with other duplicates",
    `# c\n${POD}${SERVICE}spec: {a: 1, a: 2}\n`,
    [lost(6, "keys apiVersion, kind, metadata and spec", "Pod", 2), twice(9, "spec.a")],
  ],
  [
    "before one without a kind",
    `${POD}apiVersion: v1\nmetadata: {name: b}\n`,
    [lost(5, "keys apiVersion and metadata", "Pod", 1)],
  ],
  [
    "after one without a kind",
    `apiVersion: v1\nmetadata: {}\n${POD}`,
    [lost(3, "keys apiVersion and metadata", "object", 1)],
  ],
  [
    "and the kind lost is no word",
    `apiVersion: v1\nkind: "a\\nb"\n${SERVICE}`,
    [lost(3, "keys apiVersion and kind", "object", 1)],
  ],
  [
    "in a list",
    `kind: List\napiVersion: v1\nitems:\n- kind: Pod\n  apiVersion: v1\n  kind: Service\n  apiVersion: v1\n`,
    [lost(6, "keys kind and apiVersion", "Pod", 4, true)],
  ],
  ["but a line was only written twice", `kind: Pod\n${POD}`, [twice(3, "kind")]],
  ["but it is no object", "kind: a\nkind: b\n", [twice(2, "kind")]],
  [
    "and a List has two lists of items",
    "apiVersion: v1\nkind: List\nitems: [{}]\nitems: []\n",
    ["lost-document 4: duplicate key items; the objects of the list before are lost, as for kubectl"],
  ],
  [
    "in JSON",
    `{"apiVersion": "v1", "kind": "Pod",\n"kind": "Service", "apiVersion": "v1"}`,
    [lost(2, "keys kind and apiVersion", "Pod", 1).replace("a line `---` is", "`}` and `{` are")],
  ],
  [
    "and the items of a List are null the second time",
    "apiVersion: v1\nkind: List\nitems: [{}]\nitems: null\n",
    ["lost-document 4: duplicate key items; the objects of the list before are lost, as for kubectl"],
  ],
];

for (const [name, document, said] of JOINED) {
  test(`a separator is missing ${name}`, () => assert.deepEqual(remarks(document), said));
}

test("only the first 100 are reported, with a remark that there may be more", () => {
  const said = remarks(`a: 1\nb: {${"x: 1, ".repeat(300)}}\n`);
  assert.equal(said.length, 101);
  assert.equal(said.at(-1), "duplicate-key 2: there may be more duplicate keys; only the first 100 are reported");
});
