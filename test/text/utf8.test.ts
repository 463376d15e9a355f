import assert from "node:assert/strict";
import test from "node:test";
import { decodeUtf8, encodeUtf8 } from "../../src/text/utf8.ts";

test("a text is unchanged, with its byte order mark", () => {
  for (const text of ["", "a", "\uFEFFé€😀", "\0"]) assert.equal(decodeUtf8(encodeUtf8(text)), text);
});

test("U+FFFD replaces each invalid part, as for Buffer", () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf0, 0x9f, 0x98], [0xe2, 0x82, 0x41]]) {
    assert.equal(decodeUtf8(Uint8Array.from(bytes)), Buffer.from(bytes).toString("utf8"));
  }
  assert.deepEqual([...encodeUtf8("\uD800")], [0xef, 0xbf, 0xbd]);
});
