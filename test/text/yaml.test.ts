import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../src/api/field-path.ts";
import { YamlError, parseYamlDocument } from "../../src/text/yaml.ts";

const VALUES: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ["nothing", "", null],
  ["white space", " \n\n", null],
  ["comments", "# a\n  # b\n", null],
  ["a document", "a: 1", { a: 1 }],
  ["a document that begins with dashes", "--- # c\na: 1\n", { a: 1 }],
  ["text after the end of a document is not read", "a: 1\n...\n]]] }\n", { a: 1 }],
  ["an end in a block scalar's line is text", "a: |\n  b\n  ...\n", { a: "b\n...\n" }],
  ["the end of a block scalar", "a: |\n  b\n...\nc: d", { a: "b\n" }],
  ["dashes and the end of a document", "---\n...\na: 1", null],
  ["a byte order mark", "\uFEFFa: 1", { a: 1 }],
  ["CRLF", "a: 1\r\nb: |\r\n  c\r\n  d\r\ne: 'f\r\n  g'\r\n", { a: 1, b: "c\nd\n", e: "f g" }],
  ["a list", "- a\n- b", ["a", "b"]],
  ["a bracket at its key's column", "a: [\n  b\n]", { a: ["b"] }],
];

for (const [name, text, value] of VALUES) {
  test(name, () => {
    assert.deepEqual(parseYamlDocument(text).value, value);
  });
}

const DEEP = "more than 1000 lists and mappings inside each other";

const REFUSED: readonly (readonly [
  name: string,
  text: string,
  message: string,
  line: number | undefined,
  column: number | undefined,
])[] = [
  ["bad indentation", "a: 1\n  b: 2\n", "mapping values are not allowed in this context", 2, 4],
  ["dots on their own line within a value", "a: x\n...x\n", "could not find expected ':'", 2, 1],
  ["an unknown alias", "a:\n  b: *c", "unknown anchor referenced; text that begins with * needs quotes", 2, 6],
  [
    "an unknown alias on a line that is indented too little",
    "a: [\nb,\n *c]",
    "unknown anchor referenced; text that begins with * needs quotes",
    3,
    2,
  ],
  [
    "a quoted string that the document ends",
    'a: "b\n...\n"',
    "found unexpected document indicator before the closing quote",
    1,
    4,
  ],
  ["an end and no document before it", "# c\n...\na: 1", "did not find expected node content", 2, 1],
  ["a question mark in braces", "a: 1\nb: {c?: d}", "did not find expected ',' or '}'", 2, 6],
  ["a directive without a document", "%YAML 1.1\n", "did not find expected <document start>", 2, 1],
  ["a NUL byte", "a: 1\nb: \u0000", "control characters are not allowed: found U+0000", 2, 4],
  ["a control character", "a: 1\nb: x\u0001", "control characters are not allowed: found U+0001", 2, 5],
  ["10,000 levels of brackets", "[".repeat(10_000), DEEP, 1, 1001],
  ["10,000 levels of braces", "{a: ".repeat(10_000), DEEP, 1, 4001],
  ["10,000 levels of lists", `${"- ".repeat(10_000)}a`, DEEP, 1, 2001],
  ["10,000 complex keys", `${"? ".repeat(10_000)}a`, DEEP, 1, 2001],
  [
    "a document of 33 MiB",
    `a: ${"b".repeat(32 * 1024 * 1024)}`,
    "one document of 33 MiB, and at most 32 are read; write it as JSON (-o json), or in several documents",
    undefined,
    undefined,
  ],
];

for (const [name, text, message, line, column] of REFUSED) {
  test(`${name} is rejected`, () => {
    assert.throws(
      () => parseYamlDocument(text),
      (error) => {
        assert.ok(error instanceof YamlError);
        assert.deepEqual([error.name, error.message, error.line, error.column], ["YamlError", message, line, column]);
        return true;
      },
    );
  });
}

test("990 levels can be read", () => {
  let value = parseYamlDocument("[".repeat(990) + "]".repeat(990)).value;
  let levels = 0;
  for (; Array.isArray(value); levels++) value = value[0];
  assert.equal(levels, 990);
});

const INDENTED = `spec:
  args: [
  a,
b: 1, "c"
  ]
  after: d
tabs: [\te,\tf]
`;

const PLACES: readonly (readonly [
  path: FieldPath,
  line: number,
  column: number,
  endLine?: number,
  endColumn?: number,
])[] = [
  [["spec"], 1, 1, 1, 5],
  [["spec", "args"], 2, 3, 2, 7],
  [["spec", "args", 0], 3, 3, 3, 4],
  [["spec", "args", 1, "b"], 4, 1, 4, 5],
  [["spec", "args", 2], 4, 7, 4, 10],
  [["spec", "after"], 6, 3, 6, 11],
  [["tabs"], 7, 1, 7, 5],
  [["tabs", 1], 7, 12, 7, 13],
  [["missing"], 1, 1],
];

test("places in brackets with too little indentation", () => {
  const { locate, value } = parseYamlDocument(INDENTED);
  assert.deepEqual(value, { spec: { args: ["a", { b: 1 }, "c"], after: "d" }, tabs: ["e", "f"] });
  for (const [path, line, column, endLine, endColumn] of PLACES) {
    const end = endLine === undefined ? {} : { endLine, endColumn };
    assert.deepEqual(locate(path), { line, column, ...end }, path.join("."));
  }
});

test("an empty document has a place", () => {
  assert.deepEqual(parseYamlDocument("# c\n").locate(["a"]), { line: 1, column: 1 });
});

test("duplicates have their place and the place of their value", () => {
  const { duplicates } = parseYamlDocument("a:\n  b: 1\n  b:\n    - 2\n");
  assert.deepEqual(duplicates, [{ path: ["a"], key: "b", line: 3, column: 3, valueLine: 4 }]);
});
