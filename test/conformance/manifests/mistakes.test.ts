/** The notes on likely mistakes over the corpus. docs/decisions/0004-lint.md has the numbers. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../../cli/run-cli.ts";
import { corpusFiles, WITHOUT_CORPUS } from "./corpus.ts";

/** The codes of these notes. */
const MISTAKES: ReadonlySet<string> = new Set([
  "invalid-acceptance",
  "misplaced-acceptance",
  "misplaced-label",
  "misspelt-label",
  "misspelt-value",
]);

interface Note {
  readonly code: string;
  readonly message: string;
}

const files = await corpusFiles();
if (files.length === 0) console.log(WITHOUT_CORPUS);
else {
  test("each note on a likely mistake in the corpus is right", async () => {
    const { stdout } = await runCli(["lint", "--include-hidden", "-o", "json", "--", ...files]);
    const { notes } = JSON.parse(stdout) as { notes: readonly Note[] };
    const counts = new Map<string, number>();
    for (const { code, message } of notes) {
      if (!MISTAKES.has(code)) continue;
      const what = `${code}: ${message.replace(/^spec\S*\.(\w+\[\d+\]) is/, "$1 is")}`;
      counts.set(what, (counts.get(what) ?? 0) + 1);
    }
    // Istio and MetalLB drop "all", which restricted rejects.
    assert.deepEqual(
      [...counts],
      [
        [
          'misspelt-value: drop[0] is "all": Pod Security Admission accepts only ALL, in capitals; did you mean "ALL"?',
          8,
        ],
      ],
    );
  });
}
