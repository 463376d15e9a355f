import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { describe, it } from "node:test";

const BIN = "bin/kubectl-pss.js";
const POD = "test/fixtures/lint/pod.yaml";

/** Runs the program through a shell, like users, for behaviour that only a process has. */
function shell(command: string, env: Readonly<Record<string, string>> = {}) {
  // With a socket as its standard input, bash may think that it is a remote login, and read ~/.bashrc.
  const { status, stdout, stderr } = spawnSync("bash", ["--norc", "-o", "pipefail", "-c", command], {
    encoding: "utf8",
    timeout: 60_000,
    env: { ...process.env, PSS: `${process.execPath} ${BIN}`, ...env },
  });
  return { status, stdout, stderr };
}

describe("the program", () => {
  for (const [name, command, expected] of [
    ["prints its version", "$PSS version", { status: 0, stderr: "" }],
    [
      "ends without a message when its reader closes the pipe",
      `$PSS lint -o json test/fixtures/lint ${POD} 2>/dev/null | head -c 1`,
      {},
    ],
    ["reports a full disk", `$PSS lint ${POD} -n x > /dev/full`, { status: 2, stdout: "" }],
    ["reports it for every command", "$PSS version > /dev/full", { status: 2, stdout: "" }],
    ["has no standard output", `$PSS lint ${POD} -n x >&-`, { status: 0, stdout: "", stderr: "" }],
    ["reads a pipe of the shell", `$PSS lint -o name <(cat ${POD}) -n x`, { stdout: "pod/shell\n", stderr: "" }],
    [
      "reads it once if labels come last",
      `$PSS lint <(cd test/fixtures/lint/team-a; cat deployment.yaml; echo "---"; cat namespace.yaml)`,
      { status: 1 },
    ],
  ] as const) {
    it(name, () => {
      const result = shell(command);
      assert.doesNotMatch(result.stderr, /^ {4}at /m);
      assert.partialDeepStrictEqual(result, expected);
    });
  }

  it("names the reason why it cannot write", () => {
    assert.match(shell("$PSS version > /dev/full").stderr, /^error: the output could not be written: ENOSPC/);
  });

  for (const home of ["/proc", "/dev/null", "/nonexistent", ""]) {
    it(`needs no cache: HOME=${home}`, () => {
      const result = shell("$PSS version", { HOME: home, XDG_CACHE_HOME: "" });
      assert.deepEqual([result.status, result.stderr], [0, ""]);
    });
  }
});
