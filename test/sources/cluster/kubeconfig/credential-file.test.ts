import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readCredentialFile } from "../../../../src/sources/cluster/kubeconfig/credential-file.ts";
import * as work from "../workspace.ts";
import { selfSigned } from "../x509.ts";

const PAIR = selfSigned();
const HAS_FIFO = spawnSync("mkfifo", ["--version"]).error === undefined;

/** Paths that are not files, or cannot contain a credential, and the message for each. */
function oddFiles(t: TestContext): Readonly<Record<string, RegExp>> {
  const directory = work.directoryWith(t, { huge: "" });
  const at = (name: string): string => join(directory, name);
  truncateSync(at("huge"), 5 * 1024 * 1024 * 1024);
  mkdirSync(at("directory"));
  symlinkSync("/dev/zero", at("zero"));
  symlinkSync("loop", at("loop"));
  if (HAS_FIFO) execFileSync("mkfifo", [at("fifo")]);
  return {
    "/dev/zero": /is a device, not a file$/,
    "/dev/null": /is a device, not a file$/,
    [at("zero")]: /is a device, not a file$/,
    [at("loop")]: /is a loop of symbolic links$/,
    [at("huge")]: /is larger than 8 MiB$/,
    [at("directory")]: /is a directory$/,
    [at("directory/none")]: /no such file or directory$/,
    ...(HAS_FIFO && { [at("fifo")]: /is a named pipe, not a file$/ }),
  };
}

const PEM = { "client-certificate": PAIR.cert, "client-key": PAIR.key };

test("no credential is read from special files, or from gigabytes", async (t) => {
  const right = work.directoryWith(t, PEM);
  const pair = { "client-certificate": join(right, "client-certificate"), "client-key": join(right, "client-key") };
  for (const [path, fault] of Object.entries(oddFiles(t))) {
    assert.match(readCredentialFile(path).fault ?? "", fault);
    const server = "https://127.0.0.1:1";
    for (const [cluster, user] of [
      [{ server, "certificate-authority": path }, {}],
      [{ server }, { ...pair, "client-certificate": path }],
      [{ server }, { ...pair, "client-key": path }],
      [{ server }, { tokenFile: path }],
    ] as const) {
      const directory = work.directoryWith(t, { config: work.kubeconfig(cluster, user) });
      const ask = async (): Promise<unknown> =>
        (await work.resolveHere({ kubeconfig: join(directory, "config") })).authenticate();
      await assert.rejects(ask, { name: "UserError", message: fault });
    }
    if (path === "/dev/null") continue;
    await assert.rejects(work.resolveHere({ kubeconfig: path }), { name: "UserError" });
  }
});

test("a file of unknown size is read, up to the limit", () => {
  assert.match(readCredentialFile("/proc/self/status").bytes?.toString() ?? "Name:", /^Name:/);
});

test("a pipe of the shell can be read twice", async (t) => {
  const directory = work.directoryWith(t, { ...PEM, config: work.kubeconfig({ server: "https://127.0.0.1:1" }, {}) });
  const module = (name: string) =>
    JSON.stringify(new URL(`../../../../src/sources/cluster/${name}.ts`, import.meta.url).href);
  const script = `
    import { resolveEndpoint } from ${module("resolve-endpoint")};
    const [kubeconfig, clientCertificate, clientKey] = process.argv.slice(1);
    const endpoint = await resolveEndpoint({ kubeconfig, clientCertificate, clientKey }, {});
    for (let time = 1; time <= 2; time++) {
      const { cert, key } = await endpoint.authenticate();
      console.log(cert.length, key.length);
    }`;
  const command = `exec "$NODE" --input-type=module -e "$SCRIPT" <(cat config) <(cat client-certificate) <(cat client-key)`;
  const env = { PATH: process.env["PATH"] ?? "", NODE: process.execPath, SCRIPT: script };
  const { stdout, stderr } = spawnSync("bash", ["-c", command], { cwd: directory, env, encoding: "utf8" });
  const lengths = `${PAIR.cert.length} ${PAIR.key.length}\n`;
  assert.equal(stdout, lengths + lengths, stderr);
});
