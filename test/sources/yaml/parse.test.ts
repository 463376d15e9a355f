import assert from "node:assert/strict";
import { test } from "node:test";
import { YAMLException } from "js-yaml";
import { composeDocument } from "../../../src/sources/yaml/compose.ts";
import { parseLeniently } from "../../../src/sources/yaml/parse.ts";

function read(text: string): unknown {
  const { source, events } = parseLeniently(text);
  return composeDocument(source, events).value;
}

const LENIENT: readonly (readonly [
  name: string,
  text: string,
  value: unknown,
  added: readonly (readonly [line: number, spaces: number])[],
])[] = [
  ["nothing needs mending", "a: [\n  b,\n ]\nc: d", { a: ["b"], c: "d" }, []],
  ["a bracket at its key's column", "a: [\n  b\n]\nc: d", { a: ["b"], c: "d" }, [[3, 32]]],
  [
    "items at the key's column",
    "a: [\nb,\nc]\nd: e",
    { a: ["b", "c"], d: "e" },
    [
      [2, 32],
      [3, 32],
    ],
  ],
  ["a brace at its key's column, in a list", "- a: {\n    b: c\n  }\n- d", [{ a: { b: "c" } }, "d"], [[3, 32]]],
  [
    "JSON below a key",
    'a:\n  b: {\n  "c": [\n  1\n  ]\n  }\nd: e',
    { a: { b: { c: [1] } }, d: "e" },
    [
      [3, 32],
      [4, 32],
      [5, 32],
      [6, 32],
    ],
  ],
  [
    "a line that is indented too little by far",
    `${" ".repeat(40)}a: [\nb\n]`,
    { a: ["b"] },
    [
      [2, 64],
      [3, 64],
    ],
  ],
  [
    "a quoted scalar of several lines",
    "a: 'b\nc'\nd: \"e\n\nf\"",
    { a: "b c", d: "e\nf" },
    [
      [2, 32],
      [5, 32],
    ],
  ],
  [
    "tabs before items",
    "a: [\n\tb,\n\tc\n]",
    { a: ["b", "c"] },
    [
      [2, 32],
      [3, 32],
      [4, 32],
    ],
  ],
  ["tabs on the line with the bracket", "a: [\tb,\tc\t,\td\t]\t\ne: f", { a: ["b", "c", "d"], e: "f" }, []],
  ["a tab before the bracket", "a:\t[b, {c: d}]\ne:\t{f: [g]}", { a: ["b", { c: "d" }], e: { f: ["g"] } }, []],
  ["a tab inside a value stays", "a: [b\tc,\td]", { a: ["b\tc", "d"] }, []],
  ["a tab inside of quotes stays", "\"a\t[\": [b,\t'c\td']", { "a\t[": ["b", "c\td"] }, []],
  [
    "a line with a tab is not indented: that would make it another key's value",
    "- a: {\nb: c\n  }\n  d: e\n- [f,\tg]",
    [{ a: { b: "c" }, d: "e" }, ["f", "g"]],
    [
      [2, 32],
      [3, 32],
    ],
  ],
];

for (const [name, text, value, added] of LENIENT) {
  test(name, () => {
    assert.deepEqual(read(text), value);
    assert.deepEqual([...parseLeniently(text).added], added);
  });
}

const REFUSED: readonly (readonly [name: string, text: string, reason: string, line: number])[] = [
  ["a bracket that never ends", "a: [\nb: c\n", "unexpected end of the stream within a flow collection", 3],
  ["a missing comma", "a: ['b'\n 'c']", "missed comma between flow collection entries", 2],
  ["a tab that indents a block", "a:\n\tb: c", "tab characters must not be used in indentation", 2],
  ["a tab between a key's anchor and brackets", "a:\t&x [b]", "deficient indentation", 1],
  ["1,001 levels of brackets", "[".repeat(1001), "nesting exceeded maxDepth (1000)", 1],
  ["10,000 levels of lists", `${"- ".repeat(10_000)}a`, "nesting exceeded maxDepth (1000)", 1],
  [
    "1,001 levels of mappings",
    Array.from({ length: 1001 }, (_, level) => `${" ".repeat(level)}a:`).join("\n"),
    "nesting exceeded maxDepth (1000)",
    1000,
  ],
];

for (const [name, text, reason, line] of REFUSED) {
  test(`${name}: refused`, () => {
    assert.throws(
      () => parseLeniently(text),
      (error) => {
        assert.ok(error instanceof YAMLException);
        assert.equal(error.reason, reason);
        assert.equal((error.mark?.line ?? 0) + 1, line);
        return true;
      },
    );
  });
}

test("the work for lines that are indented too little has an end", () => {
  const text = `a: [\n${"b,\n".repeat(5000)}]`;
  const before = performance.now();
  assert.throws(() => parseLeniently(text), { reason: "deficient indentation" });
  assert.ok(performance.now() - before < 5000);
});
