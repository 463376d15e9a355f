import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { CHECKS } from "../../src/policy/checks.ts";
import { isUpdate } from "../golden/golden.ts";
import { goldenOutput } from "./golden-output.ts";

const FILE = "docs/fixing.md";
const HEAD = /(\| check \| kind \| risk \|[^\n]*\n\|[-|]+\n)((?:\|[^\n]*\n)*)/;

/** The table that the checks declare. */
function tableRows(): string {
  return CHECKS.map(({ id, fix: { kind, risk, edit, mayBreak } }) =>
    [id, kind, risk ?? "-", edit, mayBreak].map((cell) => cell.replaceAll("|", String.raw`\|`)),
  )
    .map(([id = "", ...cells]) => `| [${id}](checks.md#${id}) | ${cells.join(" | ")} |\n`)
    .join("");
}

test("the table of docs/fixing.md is the one that the program uses", () => {
  const document = readFileSync(FILE, "utf8");
  const expected = document.replace(HEAD, (_, head: string) => head + tableRows());
  if (isUpdate()) writeFileSync(FILE, expected);
  else assert.equal(document, expected);
  assert.match(expected, HEAD);
});

test("the diff of docs/fixing.md is real output", () => {
  const [, shown] = /```console\n\$ kubectl pss fix [^\n]*\n(.*?)```/s.exec(readFileSync(FILE, "utf8")) ?? [];
  assert.equal(shown, goldenOutput("fix/example"));
});

test("each check has a fix with words for people", () => {
  for (const { id, fix } of CHECKS) {
    assert.equal(fix.kind === "decide", fix.risk === null, id);
    assert.equal(fix.kind === "decide", (fix.options?.length ?? 0) > 1, id);
    assert.match(fix.edit, /^[A-Z][^]*\.$/, id);
    for (const { when, change } of fix.options ?? []) assert.doesNotMatch(when + change, /\n|\.$/, id);
  }
});
