import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { jsonPieces, jsonText, messageOf } from "../../../../src/render/formats/sarif/text.ts";
import { hostileText } from "../../hostile-text.ts";
import { shownText } from "./log.ts";

const MESSAGES: readonly (readonly [name: string, text: string, held: string])[] = [
  ["plain text", 'container "web" uses containers[0]', 'container "web" uses containers[0]'],
  ["a placeholder", "{0} of {{ .Values.x }}", "{{0}} of {{{{ .Values.x }}}}"],
  ["what looks like a link", "see [here](javascript:x)", "see \\[here\\](javascript:x)"],
  ["what hides a link behind backslashes", "[a\\](b) \\", "\\[a\\\\\\](b) \\\\"],
  ["half a character", "a\ud800", "a\ufffd"],
];
for (const [name, text, held] of MESSAGES) {
  test(`a message holds ${name}`, () => {
    assert.deepEqual(messageOf(text), { text: held });
    assert.equal(shownText(messageOf(text)), text.toWellFormed());
  });
}

test("a reader is shown any message as it was, and finds no link in it", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const message = messageOf(text);
      assert.equal(shownText(message), text.toWellFormed());
      assert.doesNotMatch(message.text, /(?<!\\)(?:\\\\)*\[(?:\\[\\[\]]|[^\\[\]])*\]\(/);
    }),
    { numRuns: 5000 },
  );
});

test("JSON is indented, and escapes what a terminal must not get", () => {
  assert.equal(jsonText({ a: ["\u202e"] }), '{\n  "a": [\n    "\\u202e"\n  ]\n}');
  assert.equal(jsonText({ a: 1 }, "    "), '{\n      "a": 1\n    }');
});

test("lists are filled in piece by piece, as JSON.stringify would set them out", () => {
  const items = [{ a: '"b": []' }, { a: 2 }];
  const pieces = [...jsonPieces({ first: [{ a: [] }], last: 1, b: [] }, { a: items, b: [] })];
  assert.equal(pieces.join(""), `${JSON.stringify({ first: [{ a: items }], last: 1, b: [] }, null, 2)}\n`);
  assert.equal(pieces.filter((piece) => piece.includes('"a": 2')).length, 1);
  assert.ok(pieces.length >= 5);
});

test("text that looks like a list stays text", () => {
  const text = '"a": [], \\"a\\": []';
  const [read] = [JSON.parse([...jsonPieces({ text, a: [] }, { a: [{ text }] })].join("")) as unknown];
  assert.deepEqual(read, { text, a: [{ text }] });
});
