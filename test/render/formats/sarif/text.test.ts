import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../../property.ts";
import { messageOf } from "../../../../src/render/formats/sarif/text.ts";
import { hostileText } from "../../hostile-text.ts";
import { shownText } from "./log.ts";

const MESSAGES: readonly (readonly [name: string, text: string, held: string])[] = [
  ["plain text", 'container "web" uses containers[0]', 'container "web" uses containers[0]'],
  ["a placeholder", "{0} of {{ .Values.x }}", "{{0}} of {{{{ .Values.x }}}}"],
  ["text that looks like a link", "see [here](javascript:x)", "see \\[here\\](javascript:x)"],
  ["a link after backslashes", "[a\\](b) \\", "\\[a\\\\\\](b) \\\\"],
  ["half a character", "a\ud800", "a\ufffd"],
];
for (const [name, text, held] of MESSAGES) {
  test(`a message contains ${name}`, () => {
    assert.deepEqual(messageOf(text), { text: held });
    assert.equal(shownText(messageOf(text)), text.toWellFormed());
  });
}

test("a reader shows any message unchanged and without links", () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const message = messageOf(text);
      assert.equal(shownText(message), text.toWellFormed());
      assert.doesNotMatch(message.text, /(?<!\\)(?:\\\\)*\[(?:\\[\\[\]]|[^\\[\]])*\]\(/);
    }),
    { numRuns: 5000 },
  );
});
