import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { IMAGES, LARGEST, PICTURES } from "./pictures.ts";

const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
/** The first bytes of every PNG (W3C, Portable Network Graphics, 5.2). */
const SIGNATURE = "89504e470d0a1a0a";

test("the pictures are small enough together, and there is no other file", () => {
  const files = readdirSync(IMAGES);
  assert.deepEqual(files.toSorted(), PICTURES.map(({ file }) => file).toSorted());
  const contents = files.map((file) => readFileSync(join(IMAGES, file)));
  for (const content of contents) assert.equal(content.subarray(0, 8).toString("hex"), SIGNATURE);
  const size = contents.reduce((sum, { length }) => sum + length, 0);
  assert.ok(size <= LARGEST, `${size} bytes`);
});

for (const { file, command } of PICTURES) {
  test(`README shows ${file}, with a description`, () => {
    const [, alt = ""] =
      new RegExp(String.raw`!\[([^\]]+)\]\(docs/images/${file.replace(".", String.raw`\.`)}\)`).exec(README) ?? [];
    assert.ok(alt.length > 20, `the text in place of ${file}: ${alt}`);
    assert.match(alt, new RegExp(`\\b${command}\\b`));
  });
}
