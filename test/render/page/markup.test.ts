import assert from "node:assert/strict";
import { test } from "node:test";
import { untrusted, markup } from "../../../src/render/page/markup.ts";

test("text is escaped, and markup is not", () => {
  assert.deepEqual(markup`<p title="${`"'&<>`}">${markup`<b>${"<i>"}</b>`}</p>`, {
    markup: '<p title="&#34;&#39;&amp;&lt;&gt;"><b>&lt;i&gt;</b></p>',
  });
});

test("numbers, lists and nothing are taken", () => {
  assert.equal(markup`${0}|${["<", 1, [markup`<br>`]]}|${undefined}|${[]}`.markup, "0|&lt;1<br>||");
});

test("what a parser would change is kept, or becomes what every reader makes of it", () => {
  assert.equal(markup`${"a\r\nb\u0000c\ud800d"}`.markup, "a&#13;\nb\ufffdc\ufffdd");
});

test("what a CI runner would take for a command is written with a reference", () => {
  const texts = ["::error::x", "##vso[a.b]c", "a\n::error::x", "fd00::1"];
  assert.equal(
    markup`<p title="${texts[0]}">${texts.slice(1)}</p>`.markup,
    '<p title="&#58;:error::x">&#35;#vso[a.b]ca\n&#58;:error::xfd00::1</p>',
  );
  assert.equal(untrusted("##[error]::x").markup, "<bdi>&#35;#[error]::x</bdi>");
});

const FOREIGN: readonly (readonly [what: string, text: string, expected: string])[] = [
  ["plain text", 'web <"1">', "web &lt;&#34;1&#34;&gt;"],
  ["letters of any script", "日本 שלום é", "日本 שלום é"],
  ["an emoji with joiners, which a terminal does not get", "👨‍👩‍👧", "👨&#8205;👩&#8205;👧"],
  ["an escape sequence", "\u001b[31m", '<span class="hidden" data-code="\\x1b">&#27;</span>[31m'],
  ["a line feed", "a\nb", 'a<span class="hidden" data-code="\\n">&#10;</span>b'],
  ["a reversal of direction", "\u202ex", '<span class="hidden" data-code="\\u202e">&#8238;</span>x'],
  ["a tag", "\u{e0041}", '<span class="hidden" data-code="\\U000e0041">&#917569;</span>'],
  ["NUL and C1 controls, which HTML cannot hold", "\u0000\u009b", "\\x00\\u009b"],
  ["a carriage return", "\r", '<span class="hidden" data-code="\\r">&#13;</span>'],
  ["what no font has", "\ue000", "&#57344;"],
  ["half a character", "\ud800", "\ufffd"],
];

for (const [what, text, expected] of FOREIGN) {
  test(`foreign text: ${what}`, () => assert.equal(untrusted(text).markup, `<bdi>${expected}</bdi>`));
}
