import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { codeBlocks } from "./code-blocks.ts";

/** The golden file has the real output of the command. */
const GOLDEN = "test/golden/commands/explain/message-80-columns.md";

test("the answer to a message in docs/usage.md is real output", () => {
  const [, output = ""] = /## stdout\n\n```\n(.*?)```\n/s.exec(readFileSync(GOLDEN, "utf8")) ?? [];
  const blocks = codeBlocks(readFileSync("docs/usage.md", "utf8")).filter(({ language }) => language === "text");
  assert.deepEqual(
    blocks.map(({ code }) => code).filter((code) => code.startsWith("Rejected by ")),
    [output],
  );
});
