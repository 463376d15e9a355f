import assert from "node:assert/strict";
import { test } from "node:test";
import { keyText } from "../../../../src/text/yaml/scan/key-texts.ts";

test("the text of a key is its part of the text, whatever was read before", () => {
  // More keys than there are places for them, so that later ones replace earlier ones.
  const keys = Array.from({ length: 5000 }, (_, index) => `key${index % 3 === 0 ? index : index * 7}`);
  keys.push("", "a", "key1", "k".repeat(64), "k".repeat(65), "schlüssel", "\u{1F600}");
  for (let round = 0; round < 2; round++) {
    for (const key of keys) assert.equal(keyText(`  ${key}: value`, 2, 2 + key.length), key);
  }
});
