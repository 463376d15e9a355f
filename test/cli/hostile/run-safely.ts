import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { commandsOf, type CiCommand } from "../../ci-runners.ts";
import { readOutput } from "../../render/formats/github/runner-reader.ts";
import { runCli, type CliResult, type CliSetting } from "../run-cli.ts";

/** A directory that is removed after the test. */
export function directoryFor(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-ci-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** The formats that are commands of a CI runner, and their commands. */
const OWN_COMMANDS: readonly { readonly format: string; isOwn(command: CiCommand): boolean }[] = [
  { format: "github", isOwn: ({ runner, name }) => runner === "github" && isAnnotation(name) },
  { format: "azure", isOwn: ({ runner, name }) => runner === "azure" && name === "task.logissue" },
];

function isAnnotation(name: string): boolean {
  return ["error", "warning", "notice"].includes(name);
}

/** Runs a command, and asserts that its output contains no command of a CI runner, no control sequence, and no line break from an input. */
export async function runSafely(args: readonly string[], setting: CliSetting = {}): Promise<CliResult> {
  const result = await runCli(args, setting);
  const what = JSON.stringify([args, setting]);
  const commands = [...commandsOf(result.stdout), ...commandsOf(result.stderr)];
  const isOwn = OWN_COMMANDS.find(({ format }) => args.includes(format))?.isOwn;
  assert.deepEqual(isOwn === undefined ? commands : commands.filter((one) => !isOwn(one)), [], what);
  // The runner itself reads nothing else.
  if (args.includes("github")) {
    const names = readOutput(result.stdout).commands.map(({ name }) => name);
    assert.ok(names.every(isAnnotation), what);
  }
  for (const output of [result.stdout, result.stderr]) {
    // oxlint-disable-next-line no-control-regex
    const uncoloured = output.replaceAll(/\u001b\[[\d;]*m/g, "");
    assert.doesNotMatch(uncoloured.replaceAll("\n", ""), /[\p{Cc}\p{Zl}\p{Zp}]/u, what);
    assert.doesNotMatch(uncoloured, /^touch pwned/m, what);
    // A note begins with "error:", and a row of a table has spaces after its severity.
    if (setting.columns === undefined)
      assert.doesNotMatch(uncoloured, /^\s*(?:error|set-output|warning)\b(?!:| {2})/im, what);
  }
  return result;
}
