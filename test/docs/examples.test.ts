import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { runCli } from "../cli/run-cli.ts";
import { codeBlocks } from "./code-blocks.ts";

/**
 * The documents with examples: a block `console` has a command after `$ `, and its whole output on a terminal. Commands without files need a cluster,
 * and have their own tests.
 */
const DOCUMENTS: readonly string[] = ["README.md", "docs/usage.md", "docs/output.md", "docs/custom-resources.md"];
const COLUMNS = 100;
const PROMPT = "$ kubectl pss ";

for (const document of DOCUMENTS) {
  describe(`the examples of ${document} are real`, () => {
    const blocks = codeBlocks(readFileSync(document, "utf8")).filter(({ language }) => language === "console");
    for (const { code } of blocks.filter(({ code }) => /^.* (?:-f |lint )/.test(code))) {
      const [command = "", ...output] = code.split("\n");
      it(command, async () => {
        assert.ok(command.startsWith(PROMPT), command);
        const args = command.slice(PROMPT.length).split(" ");
        const run = await runCli(args, { columns: COLUMNS, env: { NO_COLOR: "1" } });
        assert.equal(run.stdout, output.join("\n"));
      });
    }
  });
}
