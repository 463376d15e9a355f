import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldPath } from "../../src/api/field-path.ts";
import { JsonLocator, endOfValue, locateJson, parseJson } from "../../src/text/json.ts";
import { skipWhiteSpace } from "../../src/text/json/white-space.ts";

test("white space has JSON's definition", () => {
  assert.equal(skipWhiteSpace(" \t\r\n a", 0), 5);
  assert.equal(skipWhiteSpace("a ", 0), 0);
  assert.equal(skipWhiteSpace("a ", 1), 2);
  assert.equal(skipWhiteSpace("\u00a0a", 0), 0);
  assert.equal(skipWhiteSpace("", 0), 0);
});

const ENDS: readonly (readonly [text: string, end: number | undefined])[] = [
  ["{}x", 2],
  ["[]{}", 2],
  ["12,", 2],
  ["true]", 4],
  ['"a"b', 3],
  [String.raw`"\""x`, 4],
  [String.raw`"\\"x`, 4],
  [String.raw`"\\\""x`, 6],
  ['{ "a" : [ 1 , "}" , { } ] } {', 27],
  ['{"a":"b]"}', 10],
  ["{a}", 3],
  ["[1 2]", 5],
  ["}", 1],
  [",", 1],
  ["1password: x", 1],
  ["nullx: x", 4],
  ["falsey", 5],
  ["0123", 1],
  ["-12.5e+3e", 8],
  ["1.5.2", 3],
  ["1e5x", 3],
  ["1.x", 3],
  ["12.5e: x", 5],
  ["12e", 3],
  ["-", 1],
  ["nul: x", 3],
  ["", undefined],
  ["{", undefined],
  ["[1,", undefined],
  ['"a', undefined],
  [String.raw`"a\"`, undefined],
  ['{"a": "b}', undefined],
];

for (const [text, end] of ENDS) {
  test(`the first value of ${text} ends at ${end}`, () => {
    assert.equal(endOfValue(text, 0), end);
  });
}

test("a value may begin anywhere", () => {
  assert.equal(endOfValue('{"a":1}{"b":2}', 7), 14);
});

test("only integers beyond 2^53 are bigint", () => {
  const text =
    "[9007199254740991, 9007199254740992, -9007199254740993, 18446744073709551616, 1.0000000000000001, 1e300, 1234567890123456e-1]";
  assert.deepEqual(parseJson(text), [
    9007199254740991,
    9007199254740992n,
    -9007199254740993n,
    18446744073709551616n,
    1,
    1e300,
    123456789012345.6,
  ]);
  assert.deepEqual(parseJson('{"a": [1, "9007199254740993"]}'), { a: [1, "9007199254740993"] });
});

test("__proto__ is a key, and the last of duplicate keys counts", () => {
  for (const [text, value] of [
    ['{"__proto__": 1, "a": 2, "a": 3}', 1],
    ['{"__proto__": 9007199254740993, "a": 2, "a": 3}', 9007199254740993n],
  ] as const) {
    const parsed = parseJson(text);
    assert.ok(typeof parsed === "object" && parsed !== null);
    assert.deepEqual(Object.entries(parsed), [
      ["__proto__", value],
      ["a", 3],
    ]);
  }
});

const HALVES: readonly (readonly [name: string, text: string, value: unknown])[] = [
  ["half of a pair", String.raw`["a\ud800b", "\uDFFF"]`, ["a\uFFFDb", "\uFFFD"]],
  ["two halves in the wrong order", String.raw`"\udc00\ud800"`, "\uFFFD\uFFFD"],
  ["half of a pair before a pair", String.raw`"\ud800\ud83d\ude00"`, "\uFFFD😀"],
  ["a whole pair", String.raw`"\ud83d\uDE00"`, "😀"],
  ["a backslash, and then no escape sequence", String.raw`"\\ud800 \" \\\ud800"`, '\\ud800 " \\\uFFFD'],
  ["the later of two keys that become equal", String.raw`{"\ud800": 1, "a": 2, "\ufffd": 3}`, { "\uFFFD": 3, a: 2 }],
  ["the last of three", String.raw`{"\ud800": 1, "\ufffd": 2, "\ud800": 3}`, { "\uFFFD": 3 }],
  ["beside a long number", String.raw`{"\ud800": 1, "\udc00": 9007199254740993}`, { "\uFFFD": 9007199254740993n }],
];

for (const [name, text, value] of HALVES) {
  test(`decoded like Go: ${name}`, () => assert.deepEqual(parseJson(text), value));
}

test("a place is found by the decoded key, and the last one counts", () => {
  const text = String.raw`{"\ud800": 1, "\ufffd": {"a": 2}}`;
  assert.equal(locateJson(text, 0, ["\uFFFD", "a"]), text.indexOf('"a"'));
});

test("text that is not JSON", () => {
  assert.throws(() => parseJson("{"), SyntaxError);
  assert.throws(() => parseJson("[9007199254740993"), SyntaxError);
});

const OBJECT = String.raw`
{
  "metadata": { "name" : "web", "la\"bels": {"x": "{\"y\":1}"} },
  "spec": {"containers": [ {"name": "a"}, {"name": "b", "ports": [80, 443]} , [] ], "empty": {}, "nothing": null},
  "twice": 1, "twi\u0063e": {"z": 2},
  "0": 3
} {"other": 1}`;

const PLACES: readonly (readonly [path: FieldPath, at: string])[] = [
  [[], "{"],
  [["metadata"], '"metadata"'],
  [["metadata", "name"], '"name" :'],
  [["metadata", 'la"bels'], String.raw`"la\"bels"`],
  [["metadata", 'la"bels', "x"], '"x"'],
  [["metadata", 'la"bels', "y"], String.raw`"la\"bels"`],
  [["spec", "containers"], '"containers"'],
  [["spec", "containers", 0], '{"name": "a"}'],
  [["spec", "containers", 0, "name"], '"name": "a"'],
  [["spec", "containers", 1, "ports", 1], "443"],
  [["spec", "containers", 1, "ports", 2], '"ports"'],
  [["spec", "containers", 2, 0], "[] ]"],
  [["spec", "containers", 3, "name"], '"containers"'],
  [["spec", "containers", "name"], '"containers"'],
  [["spec", "empty", "a"], '"empty"'],
  [["spec", "nothing", "a"], '"nothing"'],
  [["metadata", "name", "a"], '"name" :'],
  [["twice"], String.raw`"twi\u0063e"`],
  [["twice", "z"], '"z"'],
  [["0"], '"0"'],
  [[0], "{"],
  [["other"], "{"],
];

test("the places of fields", () => {
  const locator = new JsonLocator(OBJECT, 0);
  for (const [path, at] of PLACES) {
    assert.equal(locator.offsetOf(path), OBJECT.indexOf(at), path.join("."));
    assert.equal(locateJson(OBJECT, 0, path), OBJECT.indexOf(at), path.join("."));
  }
  const second = OBJECT.lastIndexOf("{");
  assert.equal(locateJson(OBJECT, second, ["other"]), second + 1);
  assert.equal(locateJson(OBJECT, second, ["spec"]), second);
});

test("deep values are read, also with long integers", () => {
  const levels = 50_000;
  const deep = `${'{"a":['.repeat(levels)}-12345678901234567890, "\\"1234567890123456", 1234567890123456${"]}".repeat(levels)}`;
  let value = parseJson(`{"deep": ${deep}, "__proto__": 98765432109876543210, "f": 1234567890123456.5}`);
  assert.deepEqual(Object.entries(value ?? {}).slice(1), [
    ["__proto__", 98765432109876543210n],
    ["f", 1234567890123456.5],
  ]);
  value = Object.values(value ?? {})[0];
  for (let level = 0; level < 2 * levels - 1; level++) value = Object.values(value ?? {})[0];
  assert.deepEqual(value, [-12345678901234567890n, '"1234567890123456', 1234567890123456]);
  assert.throws(() => parseJson(`${deep}1234567890123456x`), SyntaxError);
});

test("a region in JSON ends after the value of a scalar, and after the key of anything else", () => {
  const text = '{"a": {"b": [1, "x\\"y", {"c": true}, []]} , "d" : null}';
  const locator = new JsonLocator(text, 0);
  for (const [path, expected] of [
    [["a"], '"a"'],
    [["a", "b"], '"b"'],
    [["a", "b", 0], "1"],
    [["a", "b", 1], '"x\\"y"'],
    [["a", "b", 2], "{"],
    [["a", "b", 2, "c"], '"c": true'],
    [["a", "b", 2, "missing"], "{"],
    [["a", "b", 3], "["],
    [["d"], '"d" : null'],
  ] as const) {
    const { place, end } = locator.rangeOf(path);
    assert.equal(text.slice(place, end), expected, path.join("."));
  }
  assert.equal(locator.rangeOf(["missing"]).end, undefined);
});

test("items of a list are found in any order", () => {
  const text = '{"items": [{"a": {"b": 1}}, {"a": {"b": 22, "c": 3}}]}';
  const locator = new JsonLocator(text, 0);
  const found = [
    [0, "b"],
    [1, "c"],
    [0, "b"],
    [1, "b"],
  ].map(([item = 0, key = ""]) => {
    const { place, end } = locator.rangeOf(["items", item, "a", key]);
    return text.slice(place, end);
  });
  assert.deepEqual(found, ['"b": 1', '"c": 3', '"b": 1', '"b": 22']);
});
