import assert from "node:assert/strict";
import { test } from "node:test";
import { flow, paragraph, wrap } from "../../../src/render/words/lines.ts";

const PIECES = [
  { text: "shop" },
  { text: "enforce=baseline:latest" },
  { text: "audit=baseline:latest" },
  { text: "日本" },
];

test("pieces are side by side if they fit", () => {
  assert.deepEqual(flow(PIECES, Infinity), ["shop  enforce=baseline:latest  audit=baseline:latest  日本"]);
  assert.deepEqual(flow(PIECES, 31), ["shop  enforce=baseline:latest", "    audit=baseline:latest  日本"]);
  assert.deepEqual(flow(PIECES, 30), ["shop  enforce=baseline:latest", "    audit=baseline:latest", "    日本"]);
});

test("a piece that is wider than the line has a separate line", () => {
  assert.deepEqual(flow(PIECES.slice(0, 2), 10), ["shop", "    enforce=baseline:latest"]);
});

test("colours do not count as columns", () => {
  const pieces = [{ text: "ab", colour: (text: string) => `<red>${text}</red>` }, { text: "cd" }];
  assert.deepEqual(flow(pieces, 6), ["<red>ab</red>  cd"]);
});

test("without pieces there are no lines", () => assert.deepEqual(flow([], 10), []));

test("sentences are wrapped between words", () => {
  assert.deepEqual(wrap("one two three", Infinity), ["one two three"]);
  assert.deepEqual(wrap("one two three", 8), ["one two", "  three"]);
  assert.deepEqual(wrap("unbreakable two", 4), ["unbreakable", "  two"]);
});

test("a paragraph fills its lines", () => {
  assert.deepEqual(paragraph("one two three four", 10, 2), ["  one two", "  three", "  four"]);
  assert.deepEqual(paragraph("one two", 7, 0), ["one two"]);
  assert.deepEqual(paragraph("one two", 6, 0), ["one", "two"]);
});

test("a word that is too long has a separate line", () => {
  assert.deepEqual(paragraph("a net.ipv4.ip_local_port_range b", 10, 1), [" a", " net.ipv4.ip_local_port_range", " b"]);
});

test("an empty text is an empty line", () => assert.deepEqual(paragraph("", 10, 2), ["  "]));
