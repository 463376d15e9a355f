import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { xmlAttribute, xmlAttributes, xmlText } from "../../../../src/render/formats/junit/xml.ts";
import { hostileText } from "../../hostile-text.ts";
import { readXml, visibleText } from "./xml-document.ts";

const TEXTS: readonly (readonly [name: string, text: string, escaped: string])[] = [
  ["plain text", "spec.containers[0] = 'a'", "spec.containers[0] = 'a'"],
  ["markup", "<a>&amp;</a>", "&lt;a&gt;&amp;amp;&lt;/a&gt;"],
  ["the end of a section", "]]>", "]]&gt;"],
  ["letters of any script", "日本 שלום é", "日本 שלום é"],
  ["a tab and a carriage return, which a reader would change", "a\tb\rc", "a&#x9;b&#xd;c"],
  ["a line feed", "a\nb", "a\nb"],
  ["control characters that XML cannot contain", "\u0000\u001b[31m\u000b", "\\x00\\x1b[31m\\x0b"],
  ["control characters that it can", "\u007f\u0085\u009b", "&#x7f;&#x85;&#x9b;"],
  ["marks that turn or hide text", "\u202e\u200b\ufeff", "&#x202e;&#x200b;&#xfeff;"],
  ["halves of characters", "\ud83d\ude00\ud800", "😀\\ud800"],
  ["noncharacters", "\ufffe\uffff\u{1fffe}", "\\ufffe\\uffff&#x1fffe;"],
  ["an emoji of several", "👨‍👩", "👨&#x200d;👩"],
];

for (const [name, text, escaped] of TEXTS) {
  test(`${name} in XML`, () => assert.equal(xmlText(text), escaped));
}

test("an attribute's quotes and line feeds are references", () => {
  assert.equal(xmlAttribute('say "a"\n<b>'), "say &quot;a&quot;&#xa;&lt;b&gt;");
  assert.equal(xmlAttributes({ name: 'a"', tests: 3 }), ' name="a&quot;" tests="3"');
});

test("a parser reads text and attributes back, with visible escapes for characters that XML cannot contain", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const { documentElement: root } = readXml(`<a b="${xmlAttribute(text)}">${xmlText(text)}</a>`);
      assert.equal(root?.getAttribute("b"), visibleText(text));
      assert.equal(root?.textContent, visibleText(text));
    }),
    { numRuns: 2000 },
  );
});
