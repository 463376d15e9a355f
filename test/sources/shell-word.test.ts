import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { shellWord } from "../../src/sources/shell-word.ts";

const WORDS: readonly (readonly [path: string, word: string])[] = [
  ["charts/web", "charts/web"],
  ["..", ".."],
  ["my chart", "'my chart'"],
  ["it's", "'it'\\''s'"],
  ["$(reboot)", "'$(reboot)'"],
  ["a;b", "'a;b'"],
  ["~web", "'~web'"],
  ["größe 😀", "'größe 😀'"],
  ["-x", "./-x"],
  ["--set a", "'./--set a'"],
  ["", "''"],
  ["a\nb", "$'a\\012b'"],
  ["\u001b[31m7'\\", "$'\\033[31m7\\'\\\\'"],
];

for (const [path, word] of WORDS) {
  test(`${JSON.stringify(path)} is ${word}, which bash reads back`, () => {
    assert.equal(shellWord(path), word);
    const read = execFileSync("bash", ["-c", `printf %s ${word}`], { encoding: "utf8" });
    assert.equal(read, path.startsWith("-") ? `./${path}` : path);
  });
}
