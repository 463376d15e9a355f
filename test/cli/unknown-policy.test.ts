import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-unknown-"));
after(() => rmSync(folder, { recursive: true }));
const DUMP = join(folder, "dump.yaml");
writeFileSync(
  DUMP,
  `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec: {containers: [{name: a, image: a, securityContext: {privileged: true}}]}
`,
);

describe("an audit without the labels of a namespace", () => {
  for (const output of ["table", "wide", "markdown", "github", "html"]) {
    it(`-o ${output} says that the policy is unknown, and not that nothing violates it`, async () => {
      const { stdout } = await runCli(["audit", "-f", DUMP, "-o", output]);
      assert.match(stdout, /policy of 1 namespace (?:is )?unknown/i);
      // The page has words for all cases in its script.
      const shown = stdout.replace(/<script[^]*?<\/script>/g, "");
      assert.doesNotMatch(shown, /no violations|passed/i);
    });
  }

  it("fails on --level all the same", async () => {
    const { code, stdout } = await runCli(["audit", "-f", DUMP, "--level", "baseline", "-o", "github"]);
    assert.equal(code, 1);
    assert.match(stdout, /1 error/);
  });
});

describe("--only", () => {
  for (const output of ["github", "junit", "sarif"]) {
    it(`is refused with -o ${output}, which would hide failures`, async () => {
      const { code, stdout, stderr } = await runCli(["audit", "-f", DUMP, "--only", "ready", "-o", output]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, new RegExp(`^error: --only is not for -o ${output}`));
    });
  }
});
