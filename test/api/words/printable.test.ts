import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { isPrintable } from "../../../src/api/words/printable.ts";

const CASES: readonly { name: string; character: string; printable: boolean }[] = [
  { name: "a letter", character: "a", printable: true },
  { name: "a mark", character: "\u0301", printable: true },
  { name: "a number", character: "Ⅷ", printable: true },
  { name: "punctuation", character: "—", printable: true },
  { name: "a symbol", character: "😀", printable: true },
  { name: "the ASCII space", character: " ", printable: true },
  { name: "the no-break space", character: "\u00a0", printable: false },
  { name: "the ideographic space", character: "\u3000", printable: false },
  { name: "a line feed", character: "\n", printable: false },
  { name: "a format character", character: "\u200b", printable: false },
  { name: "a character for private use", character: "\ue000", printable: false },
  { name: "a character of Unicode 15.0", character: "\u{1fae8}", printable: true },
  { name: "a character of Unicode 15.1", character: "\u2ffc", printable: false },
  { name: "a character of Unicode 16.0", character: "\u{1fae9}", printable: false },
  { name: "a character of Unicode 17.0", character: "\u{323b0}", printable: false },
  { name: "the character before an excluded range", character: "\u088e", printable: true },
  { name: "the character after an excluded range", character: "\u0898", printable: true },
];

for (const { name, character, printable } of CASES) {
  test(`${name} is ${printable ? "" : "not "}printable`, () => assert.equal(isPrintable(character), printable));
}

/**
 * The SHA-256 of one byte for each code point except the surrogates: `1` if strconv.IsPrint of Go 1.26.8 is true, else
 * `0`. A JavaScript engine with a newer Unicode than 17 may fail here. Then remove its new characters.
 */
const GO_IS_PRINT = "d1979fbf099b8f9cb34aeb666db7f712f0b649da5519df52432b276334e5f17a";

test("every code point is printable exactly if Go prints it", () => {
  const hash = createHash("sha256");
  for (let plane = 0; plane <= 0x10; plane++) {
    let bits = "";
    for (let code = plane << 16; code < (plane + 1) << 16; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      bits += isPrintable(String.fromCodePoint(code)) ? "1" : "0";
    }
    hash.update(bits);
  }
  assert.equal(hash.digest("hex"), GO_IS_PRINT);
});
