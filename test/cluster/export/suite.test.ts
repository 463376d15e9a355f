import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { reasonForNoServer, startServer, type ClusterFiles } from "../server.ts";
import { runUpstreamSuite, UPSTREAM_TESTS, type SuiteResult } from "../upstream-suite.ts";
import { applyExport, waitForPolicy, WITHOUT_PLUGIN } from "./policies.ts";

const AS_THE_PLUGIN = [
  ...["--level", "baseline", "--level", "restricted", "--all-versions"],
  ...["--bind", "labels", "--action", "deny", "--controllers"],
];

/** Runs upstream's tests against a server without Pod Security Admission, with exported policies in its place. */
async function runSuite(words: readonly string[]): Promise<SuiteResult> {
  const server = await startServer({ flags: [WITHOUT_PLUGIN] });
  try {
    await applyExport(server, words);
    await waitForAll(server);
    return await runUpstreamSuite(server);
  } finally {
    await server.stop();
  }
}

/** Waits until the policies are in force: the last ones that were applied are those of restricted:latest. */
async function waitForAll(server: ClusterFiles): Promise<void> {
  const admin = await Client.open(server, "admin");
  try {
    for (const level of ["baseline", "restricted"]) {
      const name = `ready-${level}`;
      const labels = { "pod-security.kubernetes.io/enforce": level };
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels } });
      await waitForPolicy(admin, name);
    }
  } finally {
    admin.close();
  }
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  test("Kubernetes' own tests pass with the exported policies in place of the plugin", async () => {
    const { code, passed, failed } = await runSuite(AS_THE_PLUGIN);
    assert.deepEqual(failed, []);
    assert.equal(passed, UPSTREAM_TESTS);
    assert.equal(code, 0);
  });

  test("Kubernetes' own tests fail without one check", async () => {
    const { code, failed } = await runSuite([...AS_THE_PLUGIN, "--without", "privileged"]);
    assert.notEqual(code, 0);
    assert.ok(
      failed.some((name) => name.includes("privileged")),
      failed.join("\n"),
    );
  });
}
