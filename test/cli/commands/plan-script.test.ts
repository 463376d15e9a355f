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
    it(`passes the context ${JSON.stringify(context)} to kubectl unchanged, and runs nothing else`, async (t) => {
      const directory = directoryFor(t);
      const names = HOSTILE.map((text) => ({
        apiVersion: "v1",
        kind: "Namespace",
        metadata: { name: text, labels: {} },
      }));
      const stub = await stubServer(t, serverWith("no", [...objectsOf("web"), ...names]));
      const config = join(directory, "it's a $(touch pwned) config");
      writeFileSync(config, kubeconfigOf(context, stub.url.href));
      const args = ["plan", "--kubeconfig", config, "--context", context];
      const flags = ["--kubeconfig", config, "--context", context];
      const [whole, step] = await Promise.all([
        runSafely([...args, "-o", "commands"]),
        runSafely([...args, "--step", "1"]),
      ]);
      assert.match(step.stdout, /^kubectl .*label --overwrite ns .*team-b/m);
      for (const [script, words] of [
        [step.stdout, []],
        [whole.stdout, ["dry-run"]],
        [whole.stdout, ["dry-run", "undo"]],
        [whole.stdout, ["undo"]],
        [whole.stdout, ["apply"]],
      ] as const) {
        const [reads, calls] = divide(runScript(directory, script, words));
        for (const read of reads) {
          assert.deepEqual(read.slice(1, 8), [...flags, "get", "namespaces", "--ignore-not-found"]);
          for (const word of read.slice(10)) assert.match(word, /^[a-z0-9][a-z0-9-]*$/);
        }
        assert.equal(reads.length > 0, words.length > 0);
        const [guard, ...labels] = words.length > 0 ? calls : [["kubectl", ...flags, "version", "-v=6"], ...calls];
        assert.deepEqual(guard, ["kubectl", ...flags, "version", "-v=6"]);
        assert.ok(labels.length > 0);
        for (const [, ...rest] of labels) {
          assert.deepEqual(rest.slice(0, 5), [...flags, "label"]);
          for (const word of rest.slice(rest[5] === "--overwrite" ? 6 : 5)) {
            assert.match(
              word,
              /^[a-z0-9][a-z0-9-]*$|^pod-security\.kubernetes\.io\/[a-z-]+(?:=[\w.]+|-)$|^--dry-run=server$/,
            );
          }
        }
      }
    });
  }

  it("has no line with an invalid uid: it recognizes the cluster by its server instead", async (t) => {
    for (const uid of ["a'; touch pwned; '", "a\ntouch pwned", "$(touch pwned)", "##vso[x]", "x".repeat(200)]) {
      const system = { apiVersion: "v1", kind: "Namespace", metadata: { name: "kube-system", uid } };
      const stub = await stubServer(t, serverWith("no", [...objectsOf("web"), system]));
      const directory = directoryFor(t);
      const config = join(directory, "config");
      writeFileSync(config, kubeconfigOf("prod", stub.url.href));
      const { stdout } = await runSafely(["plan", "--kubeconfig", config, "-o", "commands"]);
      assert.ok(!stdout.includes("touch pwned"));
      assert.match(stdout, /^# It runs only if kubectl talks to http:/m);
      const calls = runScript(directory, stdout, ["apply"]);
      assert.deepEqual(calls[0], ["kubectl", "--kubeconfig", config, "version", "-v=6"]);
    }
  });

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

/** The calls that read the labels of namespaces, and the others. */
function divide(calls: readonly string[][]): [string[][], string[][]] {
  const reads = calls.filter((call) => call.includes("namespaces"));
  return [reads, calls.filter((call) => !reads.includes(call))];
}

/** Runs a script with a kubectl that records its arguments and has the labels that the script expects, and returns the arguments. */
function runScript(directory: string, script: string, args: readonly string[]): string[][] {
  const file = join(directory, "plan.sh");
  const log = join(directory, "log");
  writeFileSync(file, script);
  writeFileSync(log, "");
  writeFileSync(
    join(directory, "kubectl"),
    `#!/bin/sh\nprintf '%s\\0' kubectl "$@" >> ${log}\nprintf '\\n' >> ${log}\n` +
      // It reports its server to the guard of the script.
      `case " $* " in *' version '*) echo "GET $SERVER/version?timeout=32s 200 OK" >&2 ;; *' get namespaces '*) printf '%s\\n' "$LABELS" ;; esac\n`,
  );
  chmodSync(join(directory, "kubectl"), 0o755);
  assert.equal(spawnSync("sh", ["-n", file]).status, 0);
  const [, server = ""] = /^# It runs only if kubectl talks to (\S+): /m.exec(script) ?? [];
  const action = args.at(-1);
  const labels = Array.from(
    script.matchAll(/^ +compare '.*?' '<(.*?)>.*?' '<(.*?)>.*?' '.*?' \\\n +(.+)$/gm),
    ([, before = "", after = "", names = ""]) =>
      names.split(" ").map((name) => `${name}: ${action === "undo" ? after : before}`.trimEnd()),
  );
  const env = {
    LABELS: labels.flat().join("\n"),
    PATH: `${directory}${delimiter}${process.env["PATH"] ?? ""}`,
    SERVER: server,
  };
  execFileSync("sh", [file, ...args], { cwd: directory, env });
  assert.ok(!existsSync(join(directory, "pwned")));
  return readFileSync(log, "utf8")
    .split("\0\n")
    .slice(0, -1)
    .map((call) => call.split("\0"));
}
