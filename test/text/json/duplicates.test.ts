import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomJson } from "../../conformance/random.ts";
import { readDocuments } from "../../../src/text/documents.ts";
import { countKeys, findJsonDuplicates } from "../../../src/text/json/duplicates.ts";
import { endOfValue, parseJson } from "../../../src/text/json.ts";
import { LineIndex } from "../../../src/text/lines.ts";

/** Each duplicate: its path with the key, its line and its column. */
function duplicates(text: string): string[] {
  return findJsonDuplicates(text, 0, text.length, new LineIndex(text)).map(
    ({ path, key, line, column }) => `${JSON.stringify([...path, key])} ${line}:${column}`,
  );
}

const TEXTS: readonly (readonly [name: string, text: string, found: readonly string[]])[] = [
  ["no key", "{}", []],
  ["different keys", '{"a": 1, "b": {"a": 2}, "c": [{"a": 3}, {"a": 4}]}', []],
  ["two equal keys", '{"a": 1,\n  "a": 2}', ['["a"] 2:3']],
  ["three equal keys", '{"a": 1, "a": 2, "a": 3}', ['["a"] 1:10', '["a"] 1:18']],
  ["below objects and lists", '{"a": [{}, [], [{"b": {"c": 1, "c": 2}}]]}', ['["a",2,0,"b","c"] 1:32']],
  ["in a value that does not count", '{"a": {"b": 1, "b": 2}, "a": 3}', ['["a","b"] 1:16', '["a"] 1:25']],
  ["equal once they are read", '{"a": 1, "\\u0061": 2, "\\/": 3, "/": 4}', ['["a"] 1:10', '["/"] 1:32']],
  [
    "equal once halves of surrogate pairs are replaced",
    String.raw`{"\ud800": 1, "\udfff": 2, "\ufffd": 3, "\ud83d\ude00": 4}`,
    ['["\uFFFD"] 1:15', '["\uFFFD"] 1:28'],
  ],
  ["strings that look like keys", '{"a": "\\"a\\": 1, {", "b": ["a", "a", "b:"]}', []],
  ["keys that are names to JavaScript", '{"__proto__": 1, "constructor": 2, "__proto__": 3}', ['["__proto__"] 1:36']],
  ["a list of objects", '[{"a": 1, "a": 2}, 3, {"a": 4, "a": 5}]', ['[0,"a"] 1:11', '[2,"a"] 1:32']],
  ["empty and odd keys", '{"": 1, " ": 2, "": 3}', ['[""] 1:17']],
];

for (const [name, text, found] of TEXTS) {
  test(`duplicate keys in JSON: ${name}`, () => {
    assert.deepEqual(duplicates(text), found);
    // The count shows whether a search is necessary.
    const counter = { keys: 0, collections: 0, commas: 0 };
    endOfValue(text, 0, counter);
    assert.equal(counter.keys > countKeys(parseJson(text)), found.length > 0);
  });
}

test("only a replaced kind is reported with its value", () => {
  const text = '{"kind": "Pod", "data": "secret", "kind": "\\u0053ecret", "data": 1, "kind": "ConfigMap"}';
  const earlier = findJsonDuplicates(text, 0, text.length, new LineIndex(text)).map((found) => found.earlier);
  assert.deepEqual(earlier, ["Pod", undefined, "Secret"]);
});

test("no more than 100 are found", () => {
  assert.equal(duplicates(`{${Array.from({ length: 500 }, () => '"a": 1').join()}}`).length, 100);
});

test("JSON that nests 200,000 levels deep", () => {
  const text = `{"a": 1, "a": ${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
  assert.deepEqual(duplicates(text), ['["a"] 1:10']);
  const [document] = readDocuments(text);
  assert.ok(document !== undefined && "value" in document);
  assert.equal(document.duplicates.length, 1);
});

test("random JSON has as many duplicates as added keys", () => {
  const random = new RandomJson(1);
  const write = (depth: number): [text: string, added: number] => {
    if (depth === 0) return [random.pick(["1", '"{\\"a\\": 1, \\"a\\": 2}"', "null", "{}", "[]"]), 0];
    const inner = Array.from({ length: 1 + random.below(4) }, () => write(depth - 1));
    let added = inner.reduce((sum, [, count]) => sum + count, 0);
    if (random.chance(0.3)) return [`[${inner.map(([text]) => text).join(" , ")}]`, added];
    const fields = inner.map(([text], index) => `"k${index}"\n:${text}`);
    if (random.chance(0.5)) {
      fields.push(`"\\u006b${random.below(inner.length)}":0`);
      added++;
    }
    return [`{${fields.join()}}`, added];
  };
  for (let round = 0; round < 500; round++) {
    const [text, added] = write(4);
    const counter = { keys: 0, collections: 0, commas: 0 };
    endOfValue(text, 0, counter);
    assert.equal(counter.keys - countKeys(JSON.parse(text)) > 0, added > 0, text);
    assert.equal(duplicates(text).length, Math.min(100, added), text);
  }
});
