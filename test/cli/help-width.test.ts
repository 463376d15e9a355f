import assert from "node:assert/strict";
import { test } from "node:test";
import { COMMAND_NAMES } from "./program-commands.ts";
import { runCli } from "./run-cli.ts";

for (const command of ["", ...COMMAND_NAMES]) {
  test(`the help of ${command === "" ? "the program" : command} fits into 80 columns`, async () => {
    const { stdout } = await runCli([...(command === "" ? [] : [command]), "--help"], { columns: 80 });
    assert.deepEqual(
      stdout.split("\n").filter((line) => [...line].length > 80),
      [],
    );
  });
}

test("notes and errors are wrapped at the width of a terminal, except commands", async () => {
  const runs = [
    ["plan", "-f", "test/fixtures/audit/dump.yaml"],
    ["lint", "test/fixtures/rendered", "test/fixtures/lint/pod.yaml"],
    ["lint", "--accept", "test/fixtures/lint/pod.yaml", "test/fixtures/lint"],
    ["lint", "--accept", "a.json", "--update-accept", "b.json", "test/fixtures/lint"],
    ["lint", "--level", "strictest", "test/fixtures/lint"],
  ];
  for (const args of runs) {
    const { stderr } = await runCli(args, { columns: 60, env: { NO_COLOR: "1" } });
    const long = stderr.split("\n").filter((line) => line.length > 60 && line.trim().includes(" "));
    assert.deepEqual(
      long.filter((line) => !/(?:kubectl|kustomize|helm) /.test(line)),
      [],
      args.join(" "),
    );
    const whole = (await runCli(args)).stderr;
    assert.ok(
      whole.split("\n").some((line) => line.length > 60),
      args.join(" "),
    );
    assert.equal(stderr.replace(/\s+/g, " "), whole.replace(/\s+/g, " "), args.join(" "));
  }
});
