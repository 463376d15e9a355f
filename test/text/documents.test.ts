import assert from "node:assert/strict";
import { test } from "node:test";
import { readDocuments } from "../../src/text/documents.ts";

/** A document as [index, value, line of its root] or [index, fault, line], or skipped text as [index, code, line]. */
type Row = readonly [index: number, valueOrFault: unknown, line: number];

function read(text: string): Row[] {
  return [...readDocuments(text)].map((document) =>
    "value" in document
      ? [document.index, document.value, document.locate([]).line]
      : [document.index, "fault" in document ? document.fault : document.passedOver, document.line],
  );
}

const SEPARATOR = "invalid Yaml document separator: text after ---";

const strayMark = (fault: string, line: number): string =>
  `not valid YAML: ${fault}; ` +
  `line ${line} has a byte order mark (U+FEFF) before \`---\`, so kubectl sees no separator there: remove the mark`;

const STREAMS: readonly (readonly [name: string, text: string, documents: readonly Row[]])[] = [
  ["nothing", "", []],
  ["white space", " \n  \n", []],
  ["comments", "# a\n---\n# b\n", []],
  ["a document", "a: 1\n", [[0, { a: 1 }, 1]]],
  ["a document without a line break", "a: 1", [[0, { a: 1 }, 1]]],
  [
    "two documents",
    "a: 1\n---\nb: 2\n",
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 3],
    ],
  ],
  ["a separator first", "---\na: 1\n", [[0, { a: 1 }, 2]]],
  ["separators alone", "---\n---\n---\n", []],
  [
    "empty documents are not counted",
    "---\n---\n# c\n---\na: 1\n---\n\n---\nb: 2\n---\n",
    [
      [0, { a: 1 }, 5],
      [1, { b: 2 }, 9],
    ],
  ],
  [
    "a comment after a separator",
    "a: 1\n--- # c\nb: 2\n---# c\nc: 3",
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 3],
      [2, { c: 3 }, 5],
    ],
  ],
  [
    "white space after a separator",
    "a: 1\n---  \t\nb: 2\n--- \r\nc: 3",
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 3],
      [2, { c: 3 }, 5],
    ],
  ],
  [
    "something else after a separator",
    "a: 1\n--- b: 2\nc: 3\n",
    [
      [0, { a: 1 }, 1],
      [1, SEPARATOR, 2],
      [2, { c: 3 }, 3],
    ],
  ],
  [
    "something else after the first separator",
    "--- a\nb: 2\n",
    [
      [0, SEPARATOR, 1],
      [1, { b: 2 }, 2],
    ],
  ],
  [
    "four dashes",
    "a: 1\n----\nb: 2",
    [
      [0, { a: 1 }, 1],
      [1, SEPARATOR, 2],
      [2, { b: 2 }, 3],
    ],
  ],
  [
    "a separator within a block scalar ends it",
    "a: |\n  b\n---\nc: 1\n",
    [
      [0, { a: "b\n" }, 1],
      [1, { c: 1 }, 4],
    ],
  ],
  ["dashes with spaces before them are text", "a: |\n  b\n  ---\nc: 1\n", [[0, { a: "b\n---\n", c: 1 }, 1]]],
  [
    "the end of a document hides the rest up to the separator",
    "a: 1\n...\n# c\n\nb: 2\n---\nc: 3\n",
    [
      [0, { a: 1 }, 1],
      [0, "lost-document", 5],
      [1, { c: 3 }, 7],
    ],
  ],
  [
    "the end of a document hides nothing but comments, directives and further ends",
    "a: 1\n... # c\n\n# d\n...\n%YAML 1.1\n---\nc: 3\n...\n",
    [
      [0, { a: 1 }, 1],
      [1, { c: 3 }, 8],
    ],
  ],
  ["text after the end of an empty document is lost, too", "---\n...\nb: 2\n", [[0, "lost-document", 3]]],
  ["dots and then other white space are a key", "...\u00A0a: 1\n", [[0, { "...\u00A0a": 1 }, 1]]],
  [
    "a separator after a carriage return is not a separator for kubectl",
    "a: 1\r---\rb: 2\r\n---\nc: 3\n",
    [
      [0, { a: 1 }, 1],
      [0, "lost-document", 1],
      [1, { c: 3 }, 3],
    ],
  ],
  ["nothing is lost behind such a separator", "a: 1\r---\r# c\r\n", [[0, { a: 1 }, 1]]],
  [
    "a byte order mark before a separator",
    "a: 1\n\uFEFF---\nb: 2\n---\nc: 3\n",
    [
      [0, strayMark("could not find expected ':'", 2), 2],
      [1, { c: 3 }, 5],
    ],
  ],
  [
    "a byte order mark between two separators, the first of the stream",
    "---\n\uFEFF---\nb: 2\n",
    [[0, strayMark("mapping values are not allowed in this context", 2), 3]],
  ],
  [
    "a byte order mark at the beginning of a document is not part of it",
    "\uFEFF---\na: 1\n---\n\uFEFFb: 2\n",
    [
      [0, { a: 1 }, 2],
      [1, { b: 2 }, 4],
    ],
  ],
  [
    "a faulty document does not hide the next",
    "a: 1\n---\nb: [\n---\nc: 3\n",
    [
      [0, { a: 1 }, 1],
      [1, "not valid YAML: found the end before a closing ] or }", 4],
      [2, { c: 3 }, 5],
    ],
  ],
  [
    "a fault's line counts from the beginning of the stream",
    "a: 1\n---\n# c\nb: *x\n",
    [
      [0, { a: 1 }, 1],
      [1, "not valid YAML: unknown anchor referenced; text that begins with * needs quotes", 4],
    ],
  ],
  [
    "anchors do not reach the next document",
    "a: &x 1\n---\nb: *x\n",
    [
      [0, { a: 1 }, 1],
      [1, "not valid YAML: unknown anchor referenced; text that begins with * needs quotes", 3],
    ],
  ],
  [
    "scalars and lists are documents",
    "5\n---\n- a\n---\n~\n---\nb\n",
    [
      [0, 5, 1],
      [1, ["a"], 3],
      [2, "not-an-object", 5],
      [2, "b", 7],
    ],
  ],
  [
    "CRLF",
    "a: 1\r\n---\r\nb: 2\r\n",
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 3],
    ],
  ],
  [
    "a directive is in a separate document",
    "%YAML 1.1\n---\na: 1\n",
    [
      [0, "not valid YAML: did not find expected <document start>", 2],
      [1, { a: 1 }, 3],
    ],
  ],

  ["JSON", '{"a": 1}', [[0, { a: 1 }, 1]]],
  ["JSON after white space", '\n\t {"a": 1}\n', [[0, { a: 1 }, 2]]],
  ["JSON with tabs", '{\n\t"a":\t1\n}\n', [[0, { a: 1 }, 1]]],
  [
    "JSON values in a row",
    '{"a": 1}{"b": 2}\n{"c": 3} {"d": 4}',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
      [2, { c: 3 }, 2],
      [3, { d: 4 }, 2],
    ],
  ],
  [
    "JSON with brackets in strings",
    '{"a": "}{\\"]", "b": "\\\\"}{"c": 1}',
    [
      [0, { a: '}{"]', b: "\\" }, 1],
      [1, { c: 1 }, 1],
    ],
  ],
  ["JSON with JSON's escape sequences", '{"a": "\\ud83d\\ude00\\/"}', [[0, { a: "😀/" }, 1]]],
  [
    "JSON values besides objects",
    '{"a": 1} [2] "b" 3 true',
    [
      [0, { a: 1 }, 1],
      [1, [2], 1],
      [2, "b", 1],
      [3, 3, 1],
      [4, true, 1],
    ],
  ],
  [
    "null among JSON values is not counted, and not kept quiet",
    '{"a": 1}\nnull {"b": 2}',
    [
      [0, { a: 1 }, 1],
      [1, "not-an-object", 2],
      [1, { b: 2 }, 2],
    ],
  ],
  ["large integers", '{"a": 9007199254740993}', [[0, { a: 9007199254740993n }, 1]]],
  ["of duplicate keys the last counts", '{"a": 1, "a": 2}', [[0, { a: 2 }, 1]]],

  ["KYAML", '---\n{\n  a: "b", # c\n  d: [\n    "e",\n  ],\n}\n', [[0, { a: "b", d: ["e"] }, 2]]],
  [
    "a mapping in braces",
    "{a: b}\n---\n{c: d}\n",
    [
      [0, { a: "b" }, 1],
      [1, { c: "d" }, 3],
    ],
  ],
  ["JSON with a trailing comma is YAML", '{"a": 1,}', [[0, { a: 1 }, 1]]],
  [
    "JSON with a trailing comma is no YAML behind a second line of white space that has a tab",
    '\n\t\n{"a": 1,}',
    [[0, "not valid JSON: expected double-quoted property name", 3]],
  ],
  ["JSON with a trailing comma is YAML behind a first line with a tab", '\t\n{"a": 1,}', [[0, { a: 1 }, 2]]],
  [
    "a number and a word have the same end as in Go's JSON scanner",
    '{"a": 1}\n1password: x\n---\n{"a": 1}\n',
    [
      [0, { a: 1 }, 1],
      [1, 1, 2],
      [2, "not valid JSON: expected a value", 2],
      [3, { a: 1 }, 4],
    ],
  ],
  [
    "null and then more of a word is null",
    '{"a": 1}\nnullx: x\n',
    [
      [0, { a: 1 }, 1],
      [1, "not-an-object", 2],
      [1, "not valid JSON: expected a value", 2],
    ],
  ],
  [
    "half of a number is YAML",
    '{"a": 1}\n1.x: z\n',
    [
      [0, { a: 1 }, 1],
      [1, { "1.x": "z" }, 2],
    ],
  ],
  ["JSON with a comment is YAML", '{"a": 1 # b\n}', [[0, { a: 1 }, 1]]],
  [
    "one JSON value, then YAML",
    '{"a": 1}\n---\nb: 2\n---\n{"c": 3}\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 3],
      [2, { c: 3 }, 5],
    ],
  ],
  [
    "one JSON value, then indented YAML",
    '{"a": 1}\n  b: 2\n  c: 3\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2, c: 3 }, 2],
    ],
  ],
  [
    "one JSON value, then YAML on its line",
    '{"a": 1}  b: 2\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
    ],
  ],
  [
    "one JSON value, a blank line, then indented YAML",
    '{"a": 1}\n\n  b: 2\n  c: 3\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2, c: 3 }, 3],
    ],
  ],
  [
    "JSON values separated as YAML",
    '{"a": 1}\n---\n{"b": 2}\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 3],
    ],
  ],
  [
    "two JSON values, then YAML",
    '{"a": 1}{"b": 2}\n---\nc: 3\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
      [2, "not valid JSON: expected a value", 2],
      [3, { c: 3 }, 3],
    ],
  ],
  [
    "two JSON values, then one that is faulty",
    '{"a": 1}{"b": 2}{"c": x}{"d": 4}',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
      [2, "not valid JSON: expected a value", 1],
      [3, { d: 4 }, 1],
    ],
  ],
  [
    "two JSON values, then no value, then YAML",
    '{"a": 1}{"b": 2}\nx: y\n---\nd: 4\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
      [2, "not valid JSON: expected a value", 2],
      [3, { d: 4 }, 4],
    ],
  ],
  [
    "two JSON values, then a byte order mark",
    '{"a": 1}{"b": 2}\n\uFEFF---\nc: 3\n---\nd: 4\n',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
      [2, "not valid JSON: expected a value; found a byte order mark (U+FEFF): remove it", 2],
      [3, { d: 4 }, 5],
    ],
  ],
  [
    "white space that JSON does not allow, between two JSON values",
    '{"a": 1}\f{"b": 2}',
    [
      [0, { a: 1 }, 1],
      [1, { b: 2 }, 1],
    ],
  ],
  ["white space that JSON does not allow, before a JSON value", '\u00A0\n {"a": 1}', [[0, { a: 1 }, 2]]],
  [
    "less than four bytes after a JSON value",
    '{"a": 1}\n#c',
    [
      [0, { a: 1 }, 1],
      [1, "not valid JSON: expected a value", 2],
    ],
  ],
  ["neither JSON nor YAML", '{"a": 1\n', [[0, "not valid JSON: the text ends in the middle of a value", 2]]],
  [
    "neither JSON nor YAML, then YAML",
    '{"a" 1}\n---\nb: 2',
    [
      [0, "not valid JSON: expected ':' after property name", 1],
      [1, { b: 2 }, 3],
    ],
  ],
  [
    "a fault's line in JSON",
    '{"a": 1}{\n\n"b": @x}{"c": 1}',
    [
      [0, { a: 1 }, 1],
      [1, "not valid JSON: expected a value", 3],
    ],
  ],
  [
    "a fault in long JSON",
    `{"a": "${"b".repeat(99)}", @x\n}{"c": 1}`,
    [[0, "not valid JSON: expected double-quoted property name", 1]],
  ],
  [
    "text that is not JSON may be YAML in braces",
    `{"a": "${"b".repeat(99)}", x\n}`,
    [[0, { a: "b".repeat(99), x: null }, 1]],
  ],
  [
    "an unknown word in long JSON",
    `{"a": "${"b".repeat(99)}", "c":\n undefined]`,
    [[0, "not valid JSON: expected a value", 2]],
  ],
  ["a string that never ends", '{"a": "b', [[0, "not valid JSON: the text ends in the middle of a value", 1]]],
];

for (const [name, text, documents] of STREAMS) {
  test(name, () => {
    assert.deepEqual(read(text), documents);
  });
}

test("places count from the beginning of the stream", () => {
  const places = [...readDocuments("a: 1\n---\nb:\n  c: 2\n  c: 3\n")].map((document) =>
    !("value" in document) ? undefined : [document.locate(["b", "c"]), document.duplicates],
  );
  assert.deepEqual(places, [
    [{ line: 1, column: 1 }, []],
    [{ line: 5, column: 3, endLine: 5, endColumn: 7 }, [{ path: ["b"], key: "c", line: 5, column: 3, valueLine: 5 }]],
  ]);
});

test("places in JSON also count from the beginning of the stream", () => {
  const places = [...readDocuments('{"a": 1}\n{\n  "b": {"c": 2, "c": 3}}')].map((document) =>
    !("value" in document) ? undefined : [document.locate(["b", "c"]), document.duplicates],
  );
  assert.deepEqual(places, [
    [{ line: 1, column: 1 }, []],
    [
      { line: 3, column: 17, endLine: 3, endColumn: 23 },
      [{ path: ["b"], key: "c", line: 3, column: 17, valueLine: 3 }],
    ],
  ]);
});

test("white space that JSON does not have, before a first JSON value, makes kubectl read one YAML document", () => {
  for (let code = 0; code < 0x1_0000; code++) {
    const character = String.fromCharCode(code);
    const isOdd = /[\p{White_Space}\uFEFF]/u.test(character) && !/[\t\n\r ]/.test(character);
    const isLost = read(`${character}{"a": 1}\nb: 2`).at(-1)?.[1] === "lost-document";
    assert.equal(isLost, isOdd, `U+${code.toString(16)}`);
  }
});
