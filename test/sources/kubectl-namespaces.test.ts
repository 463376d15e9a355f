import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { kubectlNamespaces } from "../../src/sources/kubectl-namespaces.ts";
import { runCli } from "../cli/run-cli.ts";

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-namespaces-"));
const ARGUMENTS = join(directory, "arguments");
const ENV = { PATH: `${directory}:/usr/bin:/bin` };
const LIST = JSON.stringify({
  kind: "NamespaceList",
  items: [{ metadata: { name: "payments" } }, { metadata: { name: "pay;rm" } }, { metadata: { name: "shop" } }, {}, 1],
});

/** Puts a kubectl on the PATH. */
function kubectl(script: string): void {
  writeFileSync(join(directory, "kubectl"), `#!/bin/sh\n${script}\n`);
  chmodSync(join(directory, "kubectl"), 0o755);
}

const answering = `printf '%s\\n' "$@" > ${ARGUMENTS}; cat; echo '${LIST}'; echo noise >&2`;

describe("the namespaces that kubectl knows", () => {
  beforeEach(() => {
    rmSync(directory, { recursive: true });
    mkdirSync(directory);
  });
  after(() => rmSync(directory, { recursive: true }));

  it("come from one request, without names that are invalid for a namespace", async () => {
    kubectl(answering);
    assert.deepEqual(await kubectlNamespaces(["--context=prod"], ENV), ["payments", "shop"]);
    assert.deepEqual(readFileSync(ARGUMENTS, "utf8").trimEnd().split("\n"), [
      "get",
      "--raw",
      "/api/v1/namespaces?limit=500",
      "--request-timeout=2s",
      "--context=prod",
    ]);
  });

  for (const [what, script] of [
    ["fails", "echo '{}'; exit 1"],
    ["prints no JSON", "echo no"],
    ["prints no list", "echo '[1]'"],
    ["prints without end", "yes"],
    // The sleep keeps the pipe open after kubectl has ended by a signal.
    ["does not answer", "sleep 10 & wait"],
  ] as const) {
    it(`are empty if kubectl ${what}`, async () => {
      kubectl(script);
      assert.deepEqual(await kubectlNamespaces([], ENV), []);
    });
  }

  it("are empty without kubectl", async () => {
    assert.deepEqual(await kubectlNamespaces([], { PATH: directory }), []);
  });

  it("complete -n with the flags on the command line, also after a comma", async () => {
    kubectl(answering);
    const offered = async (...words: string[]): Promise<string[]> => {
      const { stdout } = await runCli(["__complete", "--", ...words], { env: ENV });
      return stdout
        .split("\n")
        .slice(0, -2)
        .map((line) => line.replace("\t", ""));
    };
    assert.deepEqual(await offered("audit", "--context", "prod", "--as=me", "--chunk-size", "5", "-n", "p"), [
      "payments",
    ]);
    assert.match(readFileSync(ARGUMENTS, "utf8"), /^--context=prod\n--as=me\n$/m);
    assert.deepEqual(await offered("plan", "-n", "payments,"), ["payments,shop"]);
    assert.deepEqual(await offered("dry-run", "--namespace=s"), ["--namespace=shop"]);
    assert.deepEqual(await offered("audit", "--skip", "payments,"), ["payments,shop"]);
    assert.deepEqual(await offered("plan", "--skip=s"), ["--skip=shop"]);
    assert.deepEqual(await offered("plan", "--keep-privileged", "shop,p"), ["shop,payments"]);
    assert.deepEqual(await offered("lint", "-n", ""), []);
    assert.deepEqual(await offered("audit", "-f", "dump.yaml", "-n", ""), []);
  });
});
