import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { join } from "node:path";
import { test } from "node:test";
import { buildGoProgram, goVersion, type GoProgram } from "../../go-program.ts";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type ClusterFiles } from "../server.ts";
import { applyExport, waitForPolicy, WITHOUT_PLUGIN } from "./policies.ts";

const SUITE: GoProgram = {
  module: join(import.meta.dirname, "upstream"),
  package: ".",
  name: "upstream-suite",
  isTest: true,
  notice: "Building Kubernetes' tests of Pod Security admission: a minute, this once",
};

/** The number of upstream's tests, with all subtests. */
const TESTS = 751;

const AS_THE_PLUGIN = [
  ...["--level", "baseline", "--level", "restricted", "--all-versions"],
  ...["--bind", "labels", "--action", "deny", "--controllers"],
];

interface SuiteResult {
  readonly code: number | null;
  readonly passed: number;
  readonly failed: readonly string[];
}

/** Runs upstream's tests against a server without Pod Security Admission, with exported policies in its place. */
async function runSuite(words: readonly string[]): Promise<SuiteResult> {
  const program = await buildGoProgram(SUITE, (await goVersion()) ?? "");
  const server = await startServer({ flags: [WITHOUT_PLUGIN] });
  try {
    await applyExport(server, words);
    await waitForAll(server);
    const child = spawn(program, ["-test.v", "-test.run", "TestStandards"], {
      env: { ...process.env, KUBECONFIG: kubeconfigOf(server, "admin") },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
    const results = [...output.matchAll(/^ *--- (PASS|FAIL): (\S+)/gm)];
    return {
      code: child.exitCode,
      passed: results.filter(([, verdict]) => verdict === "PASS").length,
      failed: results.flatMap(([, verdict, name = ""]) => (verdict === "FAIL" ? [name] : [])),
    };
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
    assert.equal(passed, TESTS);
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
