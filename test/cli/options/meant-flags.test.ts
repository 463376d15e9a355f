import assert from "node:assert/strict";
import { test } from "node:test";
import { runCli } from "../run-cli.ts";

/** Wrong command lines, and a part of the error: the intended flag, word or command. */
const MEANT: readonly (readonly [args: string, meant: string])[] = [
  ["plan --level restricted", "(Did you mean --target?)"],
  ["plan --enforce=restricted", "(Did you mean --target?)"],
  ["dry-run --level restricted", "(Did you mean --enforce?)"],
  ["audit --enforce restricted", "(Did you mean --level?)"],
  ["lint --target restricted x", "(Did you mean --level?)"],
  ["dry-run restricted", "Did you mean --enforce restricted? Run: kubectl pss dry-run --enforce restricted"],
  ["dry-run Baseline:v1.30", "Run: kubectl pss dry-run --enforce baseline:v1.30"],
  ["audit -A baseline", "Run: kubectl pss audit -A --level baseline"],
  ["plan restricted", "Run: kubectl pss plan --target restricted"],
  ["plan privileged", "Run: kubectl pss plan -n privileged"],
  ["audit restricted shop", "Run: kubectl pss audit -n restricted,shop"],
  ["lint restricted", "If you mean the level, write --level restricted, and a PATH."],
  ["lint --level Restricted:v1.30 x", "Did you mean restricted:v1.30?"],
  ["lint --level restrict x", "Did you mean restricted?"],
  ["audit -o sarf", "Did you mean sarif?"],
  ["audit --fail-on warning", "Did you mean warn?"],
  ["audit --fail-on error", "Did you mean enforce?"],
  ["audit --only blcked", "Did you mean blocked?"],
  ["plan --target restrictd", "Did you mean restricted?"],
  ["dry-run --remove enfore", "Did you mean enforce?"],
  ["completion bsh", "Did you mean bash?"],
];

for (const [args, meant] of MEANT) {
  test(args, async () => {
    const { stderr, code } = await runCli(args.split(" "));
    assert.ok(stderr.includes(meant), stderr);
    assert.equal(code, 2);
  });
}

test("a word that is not close to a name gets no suggestion, and neither does a level with a wrong version", async () => {
  for (const args of ["audit -o xyz", "lint --level strict x", "lint --level restricted:1 x", "lint no/such.yaml"]) {
    const { stderr } = await runCli(args.split(" "));
    assert.doesNotMatch(stderr, /Did you mean|mean the level/, stderr);
  }
});
