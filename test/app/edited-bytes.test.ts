import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { editedPieces } from "../../src/app/fix/edited-bytes.ts";

const PIECE = 64 * 1024;
/** Inserts a text at each place. */
const insertions = (places: readonly number[]) => places.map((start) => ({ start, end: start, text: "+" }));

/** Texts with and without ends of lines, and with a character of two units at each boundary. */
const TEXTS: Readonly<Record<string, string>> = {
  lines: "a line of text\n".repeat(40_000),
  "one line": "x".repeat(10 * PIECE + 7),
  "one line of characters in two units": `x${"𝒳".repeat(5 * PIECE)}`,
  "a line at the end": `${"x".repeat(5 * PIECE)}\n${"y".repeat(PIECE)}\n`,
};

describe("the edited text comes in pieces of a limited size", () => {
  for (const [name, before] of Object.entries(TEXTS)) {
    it(name, () => {
      const edits = insertions([PIECE + 1, 4 * PIECE + 3, before.length]);
      const edited = editedPieces(Buffer.from(before), { before, edits });
      assert.ok("pieces" in edited);
      const pieces = [...edited.pieces];
      for (const piece of pieces) {
        assert.ok(piece.length <= 2 * PIECE + 1, `${piece.length} units`);
        assert.ok(piece.isWellFormed());
      }
      const [one, two] = [PIECE + 1, 4 * PIECE + 3];
      assert.ok(pieces.join("") === `${before.slice(0, one)}+${before.slice(one, two)}+${before.slice(two)}+`);
    });
  }
});
