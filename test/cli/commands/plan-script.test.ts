import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, it } from "node:test";
import { stubServer } from "../../sources/cluster/stub-server.ts";
import { HOSTILE, kubeconfigOf, objectsOf, serverWith } from "../hostile/hostile-inputs.ts";
import { directoryFor, runSafely } from "../hostile/run-safely.ts";

describe("the script of a plan", () => {
  const CONTEXTS = [
    ...[
      "prod",
      "it's",
      "a b",
      "$(touch pwned)",
      "`touch pwned`",
      "a;touch pwned",
      '"',
      "a\\b",
      "!!",
      "-x",
      "~",
      "#",
      "=ls",
    ],
    ...[
      "a'##vso[task.complete]b",
      "::error::x",
      "x\\'; touch pwned; '",
      "größe",
      "*",
      "a|touch pwned",
      "a&&touch pwned",
    ],
  ];
  for (const context of CONTEXTS) {
    it(`gives kubectl the context ${JSON.stringify(context)} as it is, and runs nothing else`, async (t) => {
      const directory = directoryFor(t);
      const names = HOSTILE.map((text) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: text, labels: {} },
      }));
      const stub = await stubServer(t, serverWith("no", [...objectsOf("web"), ...names]));
      const config = join(directory, "it's a $(touch pwned) config");
      writeFileSync(config, kubeconfigOf(context, stub.url.href));
      const args = ["plan", "--kubeconfig", config, "--context", context, "-o", "commands"];
      const { stdout } = await runSafely(args);
      assert.match(stdout, /^kubectl .*label --overwrite ns .*team-a/m);
      const calls = runScript(directory, stdout);
      assert.ok(calls.length > 0);
      for (const [, ...rest] of calls) {
        assert.deepEqual(rest.slice(0, 6), ["--kubeconfig", config, "--context", context, "label", "--overwrite"]);
        for (const word of rest.slice(6))
          assert.match(word, /^[a-z0-9][a-z0-9-]*$|^pod-security\.kubernetes\.io\/[a-z-]+(?:=[\w.]+|-)$/);
      }
    });
  }

  it("does not exist if a flag contains an unprintable character", async (t) => {
    const stub = await stubServer(t, serverWith("no", objectsOf("web")));
    const file = join(directoryFor(t), "config");
    for (const context of ["a\ntouch pwned", "a\u2028b", "a\u202eb"]) {
      writeFileSync(file, kubeconfigOf(context, stub.url.href));
      const { code, stdout } = await runSafely(["plan", "--kubeconfig", file, "--context", context, "-o", "commands"]);
      assert.deepEqual([code, stdout], [2, ""]);
    }
  });
});

/** Runs a script with a kubectl that only records its arguments, and returns them. */
function runScript(directory: string, script: string): string[][] {
  const file = join(directory, "plan.sh");
  const log = join(directory, "log");
  writeFileSync(file, script);
  writeFileSync(
    join(directory, "kubectl"),
    `#!/bin/sh\nprintf '%s\\0' kubectl "$@" >> ${log}\nprintf '\\n' >> ${log}\n`,
  );
  chmodSync(join(directory, "kubectl"), 0o755);
  assert.equal(spawnSync("sh", ["-n", file]).status, 0);
  const env = { PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}` };
  execFileSync("sh", [file], { cwd: directory, env });
  assert.ok(!existsSync(join(directory, "pwned")));
  return readFileSync(log, "utf8")
    .split("\0\n")
    .slice(0, -1)
    .map((call) => call.split("\0"));
}
