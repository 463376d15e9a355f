import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST_TEXT, shorten } from "../../src/api/shorten.ts";

test("a text that is not much too long stays whole", () => {
  for (const text of ["", "a", "a".repeat(LONGEST_TEXT), "a".repeat(LONGEST_TEXT + 64)])
    assert.equal(shorten(text), text);
});

test("of a long text its beginning stays, and how much is missing", () => {
  assert.equal(shorten("a".repeat(200), 100), `${"a".repeat(100)}… (100 more characters)`);
  const long = shorten("b".repeat(10_000_000));
  assert.equal(long, `${"b".repeat(LONGEST_TEXT)}… (${10_000_000 - LONGEST_TEXT} more characters)`);
});

test("no character is cut in half", () => {
  const text = "😀".repeat(100);
  assert.equal(shorten(text, 101), `${"😀".repeat(50)}… (100 more characters)`);
  assert.equal(shorten(text, 100), `${"😀".repeat(50)}… (100 more characters)`);
  assert.ok(shorten(`a${text}`, 100).isWellFormed());
});
