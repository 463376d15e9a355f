import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { load } from "js-yaml";
import manifest from "../../../package.json" with { type: "json" };
import { LIBRARY_RELEASE, NEWEST_MINOR } from "../../../src/policy/version.ts";
import { runCli } from "../run-cli.ts";

const EXPECTED = {
  version: `v${manifest.version}`,
  standards: {
    oldest: "v1.0",
    newest: `v1.${NEWEST_MINOR}`,
    library: `k8s.io/pod-security-admission ${LIBRARY_RELEASE}`,
  },
  node: process.version,
};

describe("kubectl pss version", () => {
  it("prints for people", async () => {
    const { code, stdout, stderr } = await runCli(["version"]);
    assert.equal(
      stdout,
      `kubectl-pss v${manifest.version}\n` +
        `Pod Security Standards v1.0 to v1.${NEWEST_MINOR}, as in k8s.io/pod-security-admission ${LIBRARY_RELEASE}\n` +
        `Node.js ${process.version}\n`,
    );
    assert.deepEqual([code, stderr], [0, ""]);
  });

  it("prints its first line for --version, before a command", async () => {
    for (const args of [["--version"], ["-v", "6", "--version"]]) {
      const { code, stdout, stderr } = await runCli(args);
      assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: `kubectl-pss v${manifest.version}\n`, stderr: "" });
    }
    assert.equal((await runCli(["lint", "--version"])).code, 2);
  });

  it("prints the same as JSON and YAML", async () => {
    assert.deepEqual(JSON.parse((await runCli(["version", "-o", "json"])).stdout), EXPECTED);
    assert.deepEqual(load((await runCli(["version", "-o", "yaml"])).stdout), EXPECTED);
  });
});
