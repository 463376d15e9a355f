import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { celLines } from "../../../../src/render/words/checks/cel-lines.ts";

test("a short expression stays on one line", () => {
  assert.deepEqual(celLines("a && b"), ["a && b"]);
});

test("a long expression is divided before the operators that are outside of parentheses and texts", () => {
  const long = "x".repeat(60);
  assert.deepEqual(celLines(`${long} && (a || b) || '(' == " && ${long}"`), [
    long,
    "  && (a || b)",
    `  || '(' == " && ${long}"`,
  ]);
});

test("only white space is added to the rules of the checks", () => {
  for (const { cel } of CHECKS.flatMap(({ revisions }) => revisions)) {
    assert.equal(
      celLines(cel)
        .map((line) => line.trim())
        .join(" "),
      cel,
    );
  }
});
