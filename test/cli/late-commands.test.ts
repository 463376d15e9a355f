import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "./run-cli.ts";

test("the help of the program is the same with the names of late commands as with their flags", async () => {
  const named = await runCli(["--help"]);
  const declared = await runCli(["help"]);
  assert.equal(named.stdout, declared.stdout);
  assert.match(named.stdout, /^ {2}webhook \[options\] /m);
});

test("a late command runs after a flag of the program, and has its help", async () => {
  const { code, stdout } = await runCli(["-v", "1", "explain", "hostPorts"]);
  assert.equal(code, 0);
  assert.match(stdout, /hostPorts/);
  for (const args of [
    ["help", "fix"],
    ["fix", "--help"],
  ]) {
    const { stdout: help } = await runCli(args);
    assert.match(help, /^Usage: kubectl pss fix /, args.join(" "));
    assert.match(help, /--take-away/, args.join(" "));
  }
});

test("an unknown command gets the name of a late one as a suggestion", async () => {
  const { code, stderr } = await runCli(["explian"]);
  assert.equal(code, 2);
  assert.match(stderr, /Did you mean explain\?/);
});
