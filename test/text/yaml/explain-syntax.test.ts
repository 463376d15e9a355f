import assert from "node:assert/strict";
import { test } from "node:test";
import { explainSyntax, lineAt } from "../../../src/text/yaml/explain-syntax.ts";
import { YamlError, parseYamlDocument } from "../../../src/text/yaml.ts";

const reserved = (character: string): string =>
  `found character that cannot start any token: ${character}; put the value in quotes`;
const COLON = "found a colon and white space inside a value; put it in quotes";
const QUOTES = "found text behind a closing quote; put the whole value in quotes";
const ALIAS = "* begins an alias in YAML; put the value in quotes";

/** Texts that are not YAML, the message and its line. */
const FAULTS: readonly (readonly [text: string, message: string, line: number])[] = [
  ["a: 1\nb: @daily", reserved("@"), 2],
  ["a: `date`", reserved("`"), 1],
  ["a: %x", reserved("%"), 1],
  ["a:\n  - @x\n", reserved("@"), 2],
  ["a:\n  - b: @x\n", reserved("@"), 2],
  ["a: 1\n@b: c", reserved("@"), 2],
  ["a: [b, @c]", reserved("@"), 1],
  ["a: {b: `c`}", reserved("`"), 1],
  ['"a": @b', reserved("@"), 1],
  ["host: *.example.com", ALIAS, 1],
  ["schedule: */5 * * * *", ALIAS, 1],
  ["schedule: * * * * *", ALIAS, 1],
  ["- *.example.com", ALIAS, 1],
  ["a: *b", "unknown anchor referenced; text that begins with * needs quotes", 1],
  ["a: b: c", COLON, 1],
  ["- a: b: c", COLON, 1],
  ["message: Error: no", COLON, 1],
  ['a: "b" c', QUOTES, 1],
  ["a: 'b''c' d", QUOTES, 1],
  ['a:\n  - "x" y\n  - z', QUOTES, 2],
  ["a: , b", "a value cannot begin with , in YAML; put it in quotes", 1],
  ["a: ]", "a value cannot begin with ] in YAML; put it in quotes", 1],
  ["a:\n  b\n\tc: d", "found a tab character that violates indentation; indent with spaces", 3],
  ["a: b\n  c: d # e: f", "mapping values are not allowed in this context", 2],
  ["a: [\n", "found the end before a closing ] or }", 2],
];

for (const [text, message, line] of FAULTS) {
  test(`${JSON.stringify(text)}: ${message}`, () => {
    assert.throws(
      () => parseYamlDocument(text),
      (error) => {
        assert.ok(error instanceof YamlError);
        assert.deepEqual([error.message, error.line], [message, line]);
        return true;
      },
    );
  });
}

test("a line that looks right keeps the parser's message", () => {
  for (const line of ["a: b", "- a", "", 'a: "b" # c: d', "a: [b]", "? a", "a: http://b", "a: |", "a: b # c: d"]) {
    for (const reason of ["mapping values are not allowed in this context", "did not find expected key"]) {
      assert.equal(explainSyntax(reason, line), reason);
    }
  }
});

test("a colon or a quote does not explain other faults", () => {
  assert.equal(explainSyntax("a line break is expected", "a: b: c"), "a line break is expected");
});

test("the line of an offset", () => {
  assert.deepEqual(
    [0, 1, 2, 3, 5, 9].map((offset) => lineAt("ab\n\ncd", offset)),
    ["ab", "ab", "ab", "", "cd", "cd"],
  );
});
