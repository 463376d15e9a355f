import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { labelValue, renderFamily, tally } from "../../../../src/render/words/prometheus/exposition.ts";
import { assertHarmless } from "../../hostile-reports.ts";
import { hostileText } from "../../hostile-text.ts";

const VALUES: readonly (readonly [name: string, text: string, written: string])[] = [
  ["a name", "kube-system", "kube-system"],
  ["nothing", "", ""],
  ["a quote", 'a"b', 'a\\"b'],
  ["a line feed", "a\nb", "a\\nb"],
  ["a backslash, which a reader gets twice", "a\\b", "a\\\\\\\\b"],
  ["a backslash and an n, which are not a line feed", "a\\nb", "a\\\\\\\\nb"],
  ["control characters of a terminal, which a reader gets as text", "\u001b[31m\r", "\\\\x1b[31m\\\\x0d"],
  ["characters that hide or reverse text", "\u202e\u200b", "\\\\u202e\\\\u200b"],
  ["half a character", "\ud800", "\\\\ud800"],
  ["letters of any script", "日本 שלום é 😀", "日本 שלום é 😀"],
  ["characters that end a set of labels", "} 1 #", "} 1 #"],
];

for (const [name, text, written] of VALUES) {
  test(`${name} as the value of a label`, () => assert.equal(labelValue(text), written));
}

test("different values stay different, and each stays in its line", () => {
  fc.assert(
    fc.property(hostileText, hostileText, (one, other) => {
      assert.equal(labelValue(one) === labelValue(other), one === other);
      assertHarmless(labelValue(one));
    }),
    { numRuns: 2000 },
  );
});

test("a metric has its help and type before its series", () => {
  const samples = [
    { labels: {}, value: 1.5 },
    { labels: { a: "x", b: 'y"' }, value: NaN },
  ];
  assert.equal(
    renderFamily({ name: "m", help: "What it is.", samples }),
    '# HELP m What it is.\n# TYPE m gauge\nm 1.5\nm{a="x",b="y\\""} NaN\n',
  );
});

test("a metric without series is left out", () => {
  assert.equal(renderFamily({ name: "m", help: "What it is.", samples: [] }), "");
});

test("samples with the same labels are one series", () => {
  const labels = [{ code: "a" }, { code: "b" }, { code: "a" }];
  assert.deepEqual(tally(labels), [
    { labels: { code: "a" }, value: 2 },
    { labels: { code: "b" }, value: 1 },
  ]);
});
