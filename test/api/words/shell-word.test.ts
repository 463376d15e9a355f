import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, test } from "node:test";
import * as fc from "../../property.ts";
import { shellPath, shellWord } from "../../../src/api/words/shell-word.ts";
import { commandsOf } from "../../ci-runners.ts";

const WORDS: readonly (readonly [text: string, word: string])[] = [
  ["charts/web", "charts/web"],
  ["..", ".."],
  ["team-a", "team-a"],
  ["--context", "--context"],
  ["pod-security.kubernetes.io/enforce=restricted", "pod-security.kubernetes.io/enforce=restricted"],
  ["my chart", "'my chart'"],
  ["it's", "'it'\\''s'"],
  ["$(reboot)", "'$(reboot)'"],
  ["a;b", "'a;b'"],
  ["~web", "'~web'"],
  ["=ls", "'=ls'"],
  ["!!", "'!!'"],
  ["größe 😀", "'größe 😀'"],
  ["", "''"],
  ["##vso[task.x]", "'#''#vso[task.x]'"],
  ["a##[error]b", "'a#''#[error]b'"],
  ["a\nb", "$'a\\012b'"],
  ["a\u202e7", "$'a\\342\\200\\2567'"],
  ["\u001b[31m7'\\", "$'\\033[31m7\\'\\\\'"],
  ["\t##vso[x]", "$'\\011\\043#vso[x]'"],
];

for (const [text, word] of WORDS) {
  test(`${JSON.stringify(text)} is ${word}, which bash reads back`, () => {
    assert.equal(shellWord(text), word);
    assert.equal(execFileSync("bash", ["-c", `printf %s x${word}`], UTF8), `x${text}`);
  });
}

test("a path never looks like a flag", () => {
  assert.equal(shellPath("-x"), "./-x");
  assert.equal(shellPath("--set a"), "'./--set a'");
  assert.equal(shellPath("a-x"), "a-x");
});

describe("a shell reads back every word, and each word is one line without a command for CI runners", () => {
  const SPECIAL = ["'", '"', "$", "`", "\\", ";", "|", "&", "<", ">", "(", ")", "{", "}", "*", "?", "~", "#", "!", " "];
  const OPENINGS = ["##[error]", "##vso[task.complete]", "##teamcity[x 'y']", "##", "[", "::error::", "-", "="];
  const word = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(fc.constantFrom(...SPECIAL, ...OPENINGS)).map((parts) => parts.join("")),
  );
  for (const [shell, unit] of [
    // An sh from before POSIX.1-2024 does not support $'…', so it gets no word that needs it.
    ["sh", word.filter((text) => !/[[^\p{L}\p{M}\p{N}\p{P}\p{S} ]\p{Default_Ignorable_Code_Point}]/v.test(text))],
    ["bash", fc.oneof(word, fc.string({ unit: "binary" }), fc.constant("a\n##vso[b]\t'\\")).map(withoutNull)],
  ] as const) {
    test(shell, () => {
      fc.assert(
        fc.property(fc.array(unit, { minLength: 1, maxLength: 50 }), (words) => {
          const quoted = words.map(shellWord).join(" ");
          const output = execFileSync(shell, ["-c", `printf '%s\\0' x ${quoted}`], UTF8);
          assert.deepEqual(
            output.split("\0").slice(1, -1),
            words.map((one) => one.toWellFormed()),
          );
          assert.doesNotMatch(quoted, /[\p{Cc}\p{Zl}\p{Zp}]/u);
          assert.deepEqual(commandsOf(`kubectl label ns ${quoted}\n`), []);
        }),
        { numRuns: 40, seed: 6 },
      );
    });
  }
});

const UTF8 = { encoding: "utf8" } as const;

function withoutNull(text: string): string {
  return text.replaceAll("\0", "");
}
