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

const KUBECONFIG = "test/fixtures/completion/kubeconfig.yaml";
/** A name with the characters at which bash divides words. */
const ARN = "arn:aws:eks:eu-west-1:123456789012:cluster/prod";
const CONTEXTS = [ARN, "staging"];

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
  { words: ["lint", "-o", "sarif="], offered: [], files: true },
  { words: ["lint", "--output=sarif=a"], offered: [], files: true },
  { words: ["dry-run", "-o", ""], offered: DRY_RUN_FORMATS },
  { words: ["plan", "-o", ""], offered: PLAN_FORMATS },
  { words: ["lint", "--fail-on", "a"], offered: ["audit", "any"] },
  { words: ["lint", "--admission-config", ""], offered: [], files: true },
  { words: ["audit", "-o", "prometheus="], offered: [], files: true },
  { words: ["lint", "--ch"], offered: ["--changed-since"] },
  { words: ["lint", "--acc"], offered: ["--accept"] },
  { words: ["audit", "--update-accept", ""], offered: [], files: true },
  { words: ["lint", "--update-accept="], offered: [], files: true },
  { words: ["lint", ""], offered: [], files: true },
  { words: ["lint", "--as-user", ""], offered: [] },
  { words: ["completion", ""], offered: ["kubectl", "bash", "zsh", "fish"] },
  // The values of flags are not commands.
  { words: ["lint", "-n", "audit", "--le"], offered: ["--level"] },
  { words: ["-v", "6", "lint", "--le"], offered: ["--level"] },
  { words: ["audit", "-f", "lint", "plan", "--com"], offered: ["--compare"] },
  { words: ["lint", "plan", "--ste"], offered: [] },
  { words: ["lnit", "--le"], offered: [] },
  { words: ["--ver"], offered: ["--version"] },
  { words: ["lint", "--ver"], offered: [] },
  { words: ["lint", "--", "--le"], offered: [], files: true },
  { words: ["lint", "a.yaml", "b"], offered: [], files: true },
  { words: ["audit", "-f", ""], offered: [], files: true },
  { words: ["audit", "-f", "a.yaml", ""], offered: [], files: true },
  { words: ["audit", "--client-key="], offered: [], files: true },
  { words: ["audit", "pay"], offered: [] },
  { words: ["explain", "hostPorts", "restrictedV"], offered: ["restrictedVolumes"] },
  { words: ["completion", "bash", ""], offered: [] },
  { words: ["fix", "--only", "runAsN"], offered: ["runAsNonRoot"] },
  { words: ["fix", "--only=runAsNonRoot,runAs"], offered: ["--only=runAsNonRoot,runAsUser"] },
  { words: ["export", "--without", "sys"], offered: ["sysctls"] },
  { words: ["export", "--without", "sysctls,sys"], offered: [] },
  { words: ["export", "--action", "deny"], offered: ["deny", "deny,audit"] },
  { words: ["export", "--bind", "d"], offered: ["default"] },
  { words: ["dry-run", "--enforce", "r"], offered: ["restricted"] },
  { words: ["dry-run", "--warn", "baseline:l"], offered: ["baseline:latest"] },
  { words: ["explain", "restricted:v1.37"], offered: ["restricted:v1.37"] },
  { words: ["dry-run", "--remove", ""], offered: ["enforce", "audit", "warn"] },
  { words: ["plan", "--step", ""], offered: ["1", "2", "3", "4"] },
  { words: ["plan", "--pin", "s"], offered: ["server"] },
  { words: ["plan", "-o", "com"], offered: ["commands"] },
  { words: ["plan", "--target=b"], offered: ["--target=baseline"] },
  { words: ["audit", "--kubeconfig", KUBECONFIG, "--context", ""], offered: CONTEXTS },
  { words: ["audit", "--context", "nob", "--kubeconfig=no/such/file", "--user", ""], offered: [] },
  { words: ["explain", "seccomp"], offered: ["seccompProfile_baseline", "seccompProfile_restricted"] },
  { words: ["explain", "res"], offered: ["restrictedVolumes", "restricted"] },
  { words: ["explain", "-o", "m"], offered: ["markdown"] },
  { words: ["version", "--output=y"], offered: ["--output=yaml"] },
];

describe("the candidates for a shell", () => {
  it("every command, and the flags of the program", async () => {
    const { stdout } = await runCli(["__complete", "--", ""]);
    const offered = stdout.split("\n").map((line) => line.split("\t")[0]);
    assert.deepEqual(offered, [...COMMAND_NAMES, "--v", "--version", "--help", ":done", ""]);
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

describe("the candidates for kubectl", () => {
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

describe("the names of the kubeconfig", () => {
  const env = { KUBECONFIG };
  for (const [flag, names] of [
    ["--context", CONTEXTS],
    ["--cluster", [ARN, "staging"]],
    ["--user", ["admin", "reader"]],
  ] as const) {
    it(`are offered for ${flag}`, async () => {
      const { stdout } = await runCli(["__complete", "--", "plan", flag, ""], { env });
      assert.equal(stdout, `${names.map((name) => `${name}\t\n`).join("")}:done\n`);
    });
  }
});

/** Words that bash divides, and the replacement for the last part. */
const DIVIDED: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [["lint", "--level=b"], ["baseline"]],
  [
    ["lint", "--level="],
    ["privileged", "baseline", "restricted"],
  ],
  [["lint", "--level=restricted", "--le"], ["--level"]],
  [["dry-run", "--warn=baseline:l"], ["latest"]],
  [["dry-run", "--enforce", "restricted:l"], ["latest"]],
  [["audit", "--kubeconfig", KUBECONFIG, "--context", "arn:aws:eks:eu-west-1:123"], ["123456789012:cluster/prod"]],
  [["audit", "--kubeconfig", KUBECONFIG, "--context", ARN, "--com"], ["--compare"]],
];

/** The script that makes each shell print its candidates, one in a line. */
const ASK: Readonly<Record<string, (script: string, words: readonly string[]) => string>> = {
  bash: (script, words) =>
    `source ${script}; COMP_WORDS=(kubectl-pss ${words.map(quote).join(" ")}); COMP_CWORD=${words.length}; ` +
    "_kubectl_pss; printf '%s\\n' \"${COMPREPLY[@]}\"",
  zsh: (script, words) =>
    `compdef() { : }; _describe() { local one; for one in "\${(@P)2}"; do print -r -- "\${\${\${one//\\\\:/^}%%:*}//^/:}"; done }; _files() { print -- :files }; source ${script}; ` +
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

      if (shell === "bash") {
        for (const [words, offered] of DIVIDED) {
          it(`divided at = and : as by bash: ${JSON.stringify(words)}`, () => {
            const divided = words.flatMap((word) =>
              word === "" ? [""] : word.split(/([=:])/).filter((part) => part !== ""),
            );
            const { stdout, stderr } = spawnSync(shell, ["-c", ask(script, divided)], {
              encoding: "utf8",
              env: { ...process.env, PATH: `${directory}:${process.env["PATH"]}`, HOME: directory },
            });
            assert.deepEqual(stdout.trimEnd().split("\n"), offered, stderr);
          });
        }
      }
      // zsh completes files itself, by _files.
      if (shell !== "zsh") {
        const inFolder = { cwd: mkdtempSync(join(directory, "files-")) };
        before(() => writeFileSync(join(inFolder.cwd, "alpha.yaml"), ""));
        for (const [words, before] of [
          [["lint", "al"], ""],
          [["audit", "-f", "al"], ""],
          [["lint", "--admission-config", "al"], ""],
          [["lint", "--update-accept", "al"], ""],
          [["lint", "--admission-config=al"], "--admission-config="],
          [["audit", "--accept=al"], "--accept="],
          [["lint", "-o", "sarif=al"], "sarif="],
          [["lint", "--output=sarif=al"], "--output=sarif="],
        ] as const) {
          it(`files: ${words.join(" ")}`, () => {
            const divided = shell === "bash" ? words.flatMap((word) => word.split(/(=)/)) : words;
            const { stdout, stderr } = spawnSync(shell, ["-c", ask(script, divided)], {
              ...inFolder,
              encoding: "utf8",
              env: { ...process.env, PATH: `${directory}:${process.env["PATH"]}`, HOME: directory },
            });
            const offered = shell === "bash" ? "alpha.yaml" : `${before}alpha.yaml`;
            assert.deepEqual(stdout.trimEnd().split("\n"), [offered], stderr);
          });
        }
      }
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
