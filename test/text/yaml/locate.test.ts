import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../../src/api/field-path.ts";
import { composeDocument } from "../../../src/text/yaml/compose.ts";
import { Locator } from "../../../src/text/yaml/locate.ts";
import { parseDocument } from "../../../src/text/yaml/parse/parse.ts";

const OBJECT = `metadata:
  name: web
  'quoted key': 1
  "escaped \\u006bey": 2
spec:
  containers:
  - name: a
    image: b
  - { name: c, image: d }
  - - nested
  empty:
  list: [x, y]
  twice: 1
  twice: 2
`;

const MERGES = `base: &base
  a: 1
  b: {deep: 2}
other: &other {a: 3, c: 4}
one:
  <<: *base
  own: 5
list:
  <<: [*base, *other]
overridden:
  a: 6
  <<: *other
nothing:
  <<: []
inline:
  <<: {z: 7}
alias: *base
aliases: [*base, *other ]
`;

const PLACES: readonly (readonly [name: string, text: string, path: FieldPath, at: string])[] = [
  ["the root", OBJECT, [], "metadata:"],
  ["a key", OBJECT, ["spec"], "spec:"],
  ["a key deeper", OBJECT, ["metadata", "name"], "name: web"],
  ["a quoted key", OBJECT, ["metadata", "quoted key"], "'quoted"],
  ["a key with an escape sequence", OBJECT, ["metadata", "escaped key"], '"escaped'],
  ["an item", OBJECT, ["spec", "containers", 0], "name: a"],
  ["a key of an item", OBJECT, ["spec", "containers", 0, "image"], "image: b"],
  ["an item in braces", OBJECT, ["spec", "containers", 1], "{ name: c"],
  ["a key of an item in braces", OBJECT, ["spec", "containers", 1, "image"], "image: d"],
  ["an item of an item", OBJECT, ["spec", "containers", 2, 0], "nested"],
  ["an item in brackets", OBJECT, ["spec", "list", 1], "y]"],
  ["the last of several equal keys", OBJECT, ["spec", "twice"], "twice: 2"],
  ["a missing key: its parent", OBJECT, ["metadata", "labels", "x"], "metadata:"],
  ["a missing key of an item: the item", OBJECT, ["spec", "containers", 0, "securityContext", "privileged"], "name: a"],
  ["a missing item: the list's key", OBJECT, ["spec", "containers", 9, "name"], "containers:"],
  ["a key below nothing: the key above", OBJECT, ["spec", "empty", "x"], "empty:"],
  ["a key below a scalar: the key above", OBJECT, ["metadata", "name", "x"], "name: web"],
  ["a number below a mapping", OBJECT, ["spec", 0], "spec:"],
  ["a word below a list", OBJECT, ["spec", "list", "x"], "list:"],
  ["a merged key", MERGES, ["one", "a"], "a: 1"],
  ["a key of a merged key", MERGES, ["one", "b", "deep"], "deep: 2"],
  ["a key beside a merge", MERGES, ["one", "own"], "own: 5"],
  ["the earlier member of a merged list", MERGES, ["list", "a"], "a: 1"],
  ["the later member of a merged list", MERGES, ["list", "c"], "c: 4"],
  ["a key in no member of a merged list", MERGES, ["list", "x"], "list:"],
  ["a merge after the key overrides it", MERGES, ["overridden", "a"], "a: 3"],
  ["nothing merged", MERGES, ["nothing", "a"], "nothing:"],
  ["a merge in place", MERGES, ["inline", "z"], "z: 7"],
  ["an alias itself", MERGES, ["alias"], "alias: "],
  ["a key through an alias", MERGES, ["alias", "b", "deep"], "deep: 2"],
  ["an item that is an alias", MERGES, ["aliases", 1], "*other ]"],
  ["a key of an item that is an alias", MERGES, ["aliases", 1, "c"], "c: 4"],
  ["a scalar", "  5", ["a"], "5"],
  ["a root in braces", "# c\n{a: 1}", ["b"], "{a"],
  ["an empty item", "- a\n-\n- b", [1, "x"], "- a"],
  ["an empty key", "? !!str\n: b\na: c", ["a"], "a: c"],
];

function locatorOf(text: string): Locator {
  const { events } = parseDocument(text);
  return new Locator(events, composeDocument(events).ends);
}

for (const [name, text, path, at] of PLACES) {
  test(`${name}: ${path.join(".")}`, () => {
    assert.equal(locatorOf(text).rangeOf(path, text).offset, text.indexOf(at));
  });
}

test("a locator can be used several times", () => {
  const locator = locatorOf(OBJECT);
  const offsets = [2, 1, 0, 2].map((index) => locator.rangeOf(["spec", "containers", index], OBJECT).offset);
  assert.deepEqual(
    offsets,
    ["- nested", "{ name: c", "name: a", "- nested"].map((at) => OBJECT.indexOf(at)),
  );
});

test("without a document every place is the beginning", () => {
  assert.deepEqual(new Locator([], new Int32Array()).rangeOf(["a"], ""), { offset: 0, end: undefined });
});

test("a mapping may have very many keys", () => {
  const keys = Array.from({ length: 500 }, (_, index) => `"k${index}": ${index}\n`);
  const text = `&a key: 1\n${keys.join("")}k7: again\n*a : 1\n`;
  const locator = locatorOf(text);
  // The first look-up reads all keys; later ones find them in the index.
  for (let round = 0; round < 2; round++) {
    assert.equal(locator.rangeOf(["k499"], text).offset, text.indexOf('"k499"'));
    assert.equal(locator.rangeOf(["k7"], text).offset, text.indexOf("k7: again"));
    assert.equal(locator.rangeOf(["missing"], text).offset, 0);
  }
});

test("a region ends after the value of a scalar, and after the key of anything else", () => {
  for (const [text, path, expected] of [
    ["hostNetwork: true # c\n", ["hostNetwork"], "hostNetwork: true"],
    ['{"a": "b \\" c", x: 1}\n', ["a"], '"a": "b \\" c"'],
    ["{'d': 'it''s', x: 1}\n", ["d"], "'d': 'it''s'"],
    ["map: {x: 1}\n", ["map"], "map"],
    ["map: {x: 1}\n", ["map", "x"], "x: 1"],
    ["map:\n  x: 1\n", ["map", "missing", "deeper"], "map"],
    ["list:\n- one  # c\n- two\n", ["list", 0], "one"],
    ["list:\n- name: web\n  image: x\n", ["list", 0], "name: web"],
    ["list:\n- name: web\n  image: x\n", ["list", 0, "securityContext"], "name: web"],
    ["list:\n- {}\n", ["list", 0], "{"],
    ["list:\n- [a]\n", ["list", 0], "["],
    ["a: one\n  two\nb: 1\n", ["a"], "a: one"],
    ["a: |\n  one\nb: 1\n", ["a"], "a: |"],
    ["a: |  \r\n  one\r\nb: 1\r\n", ["a"], "a: |"],
    ["a: &x {b: 1}\nc: *x\n", ["c"], "c: *x"],
    ["a: &x {b: 1}\nc: *x\n", ["c", "b"], "b: 1"],
    ["a:\nb: 1\n", ["a"], "a"],
    ["a: ''\n", ["a"], "a: ''"],
    ['a: "x\n  y"\n', ["a"], 'a: "x\n  y"'],
  ] as const) {
    const { events } = parseDocument(text);
    const locator = new Locator(events, composeDocument(events).ends);
    const { offset, end } = locator.rangeOf(path, text);
    assert.equal(text.slice(offset, end), expected, `${text}${path.join(".")}`);
    assert.equal(locator.rangeOf(path, text), locator.rangeOf(path, text));
  }
  const { events } = parseDocument("a: 1\n");
  assert.equal(new Locator(events, composeDocument(events).ends).rangeOf([], "a: 1\n").end, undefined);
});
