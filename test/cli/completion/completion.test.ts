import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, it } from "node:test";
import { DRY_RUN_FORMATS, FORMATS } from "../../../src/render/format.ts";
import { PLAN_FORMATS } from "../../../src/render/formats/plan/format.ts";
import { COMMAND_NAMES } from "../program-commands.ts";
import { runCli } from "../run-cli.ts";
import { leaveOut } from "../../missing-tool.ts";

/** Words typed after `kubectl-pss`, the last one unfinished, and the expected completions. */
const TYPED: readonly {
  readonly words: readonly string[];
  readonly offered: readonly string[];
  readonly files?: boolean;
}[] = [
  { words: ["l"], offered: ["lint"] },
  { words: ["lint", "--l"], offered: ["--level"] },
  { words: ["lint", "--level", "r"], offered: ["restricted"] },
  { words: ["lint", "--level=b"], offered: ["--level=baseline"] },
  { words: ["lint", "-o", ""], offered: FORMATS },
  { words: ["dry-run", "-o", ""], offered: DRY_RUN_FORMATS },
  { words: ["plan", "-o", ""], offered: PLAN_FORMATS },
  { words: ["lint", "--fail-on", "a"], offered: ["audit", "any"] },
  { words: ["lint", "--admission-config", ""], offered: [], files: true },
  { words: ["audit", "--metrics-file", ""], offered: [], files: true },
  { words: ["lint", ""], offered: [], files: true },
  { words: ["lint", "--as-user", ""], offered: [] },
  { words: ["completion", ""], offered: ["bash", "zsh", "fish", "kubectl"] },
  { words: ["explain", "seccomp"], offered: ["seccompProfile_baseline", "seccompProfile_restricted"] },
  { words: ["explain", "res"], offered: ["restrictedVolumes", "restricted"] },
  { words: ["explain", "-o", "m"], offered: ["markdown"] },
  { words: ["version", "--output=y"], offered: ["--output=yaml"] },
];

describe("the candidates that a shell asks for", () => {
  it("every command, and the flags of the program", async () => {
    const { stdout } = await runCli(["__complete", "--", ""]);
    const offered = stdout.split("\n").map((line) => line.split("\t")[0]);
    assert.deepEqual(offered, [...COMMAND_NAMES, "--v", "--help", ":done", ""]);
  });

  for (const { words, offered, files = false } of TYPED) {
    it(JSON.stringify(words), async () => {
      const { code, stdout } = await runCli(["__complete", "--", ...words]);
      const lines = stdout.split("\n").filter((line) => line !== "");
      assert.deepEqual(
        lines.slice(0, -1).map((line) => line.split("\t")[0]),
        offered,
      );
      assert.deepEqual([lines.at(-1), code], [files ? ":files" : ":done", 0]);
    });
  }
});

describe("the candidates that kubectl asks for", () => {
  for (const { words, offered, files = false } of TYPED) {
    it(JSON.stringify(words), async () => {
      const { stdout } = await runCli(["__complete", "--kubectl", "--", ...words]);
      const lines = stdout.trimEnd().split("\n");
      // Cobra's ShellCompDirective: 0 offers files as well, 4 does not.
      assert.equal(lines.pop(), files ? ":0" : ":4");
      assert.deepEqual(
        lines.map((line) => line.split("\t")[0]),
        offered,
      );
    });
  }
});

/** The script that makes each shell print its candidates, one in a line. */
const ASK: Readonly<Record<string, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    `source ${script}; COMP_WORDS=(kubectl-pss ${words.map(quote).join(" ")}); COMP_CWORD=${words.length}; ` +
    "_kubectl_pss; printf '%s\\n' \"${COMPREPLY[@]}\"",
  zsh: (script, words) =>
    `compdef() { : }; _describe() { print -l -- \${(P)2%%:*} }; _files() { print -- :files }; source ${script}; ` +
    `words=(kubectl-pss ${words.map(quote).join(" ")}); CURRENT=${words.length + 1}; _kubectl_pss`,
  fish: (script, words) => `source ${script}; complete -C "kubectl-pss ${words.join(" ")}" | string split -f1 \\t`,
};

function quote(word: string): string {
  return `'${word}'`;
}

for (const [shell, ask] of Object.entries(ASK)) {
  const isThere = spawnSync(shell, ["-c", "exit"]).status === 0;
  if (!isThere) leaveOut(`Completion in ${shell} is left out, because ${shell} is not installed`);
  else {
    describe(`the script for ${shell}`, () => {
      const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-completion-"));
      const script = join(directory, `completion.${shell}`);
      before(async () => {
        writeFileSync(script, (await runCli(["completion", shell])).stdout);
        const wrapper = join(directory, "kubectl-pss");
        writeFileSync(wrapper, `#!/bin/sh\nexec ${process.execPath} ${resolve("bin/kubectl-pss.js")} "$@"\n`);
        chmodSync(wrapper, 0o755);
      });
      after(() => rmSync(directory, { recursive: true }));

      for (const { words, offered, files = false } of TYPED) {
        if (files) continue;
        it(JSON.stringify(words), () => {
          const { stdout, stderr } = spawnSync(shell, ["-c", ask(script, words)], {
            encoding: "utf8",
            env: { ...process.env, PATH: `${directory}:${process.env["PATH"]}`, HOME: directory },
          });
          const lines = stdout.split("\n").filter((line) => line !== "");
          // Bash splits words at = only where COMP_WORDBREAKS contains it.
          assert.deepEqual(lines.toSorted(), offered.toSorted(), stderr);
        });
      }
    });
  }
}
