import assert from "node:assert/strict";
import { test } from "node:test";
import { linesWithin, Room } from "../../../../src/render/formats/markdown/room.ts";

const rest = (left: number): string => `and ${left} more`;

test("room is taken until there is none", () => {
  const room = new Room(5);
  assert.deepEqual(
    ["abc", "def", "gh", "i", ""].map((text) => room.take(text)),
    [true, false, true, false, true],
  );
});

test("lines that do not fit are counted", () => {
  assert.equal(linesWithin(["a\n", "b\n"], new Room(4), rest), "a\nb\n");
  assert.equal(linesWithin(["a\n", "bbbb\n", "c\n", "d\n"], new Room(4), rest), "a\nc\nand 2 more");
  assert.equal(linesWithin([], new Room(4), rest), "");
});
