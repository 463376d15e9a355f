/** docs/monitoring.md has the audit policy that the program prints, and a CronJob that meets restricted. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runCli } from "../cli/run-cli.ts";

const TEXT = readFileSync("docs/monitoring.md", "utf8");
const BLOCKS = Array.from(TEXT.matchAll(/^```yaml\n([^]*?)^```$/gm), ([, block = ""]) => block);

describe("docs/monitoring.md", () => {
  it("has the audit policy of --print-audit-policy", async () => {
    const { code, stdout } = await runCli(["history", "--print-audit-policy"]);
    assert.equal(code, 0);
    assert.ok(BLOCKS.includes(stdout));
  });

  it("has an audit policy that --check-audit-policy accepts", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-policy-"));
    try {
      const file = join(directory, "policy.yaml");
      writeFileSync(file, BLOCKS.find((block) => block.includes("kind: Policy")) ?? "");
      const { code, stdout } = await runCli(["history", "--check-audit-policy", file]);
      assert.equal(code, 0, stdout);
      assert.match(stdout, /logs all 12 kinds of requests/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it("has a CronJob that meets restricted", async () => {
    const cronJob = BLOCKS.find((block) => block.includes("kind: CronJob"));
    const { code, stdout } = await runCli(["lint", "--level", "restricted", "-"], { stdin: cronJob ?? "" });
    assert.equal(code, 0, stdout);
    assert.match(stdout, /1 workload/);
  });

  it("names commands whose flags exist", async () => {
    const { stdout } = await runCli(["history", "--help"]);
    const lines = TEXT.split("\n").filter((line) => line.includes("kubectl pss history"));
    const flags = lines.flatMap((line) => /kubectl pss history[^`|]*/.exec(line)?.[0].match(/ --[a-z-]+/g) ?? []);
    assert.ok(flags.length > 3);
    for (const flag of flags) assert.ok(stdout.includes(flag), flag);
  });
});

it("docs/usage.md shows the output of its example", async () => {
  const usage = readFileSync("docs/usage.md", "utf8");
  const [, words = "", shown] = /^\$ kubectl pss (history .*)\n([^]*?)```$/m.exec(usage) ?? [];
  const { stdout } = await runCli(words.split(" "));
  assert.equal(shown, stdout);
});
