import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { promisify } from "node:util";
import { runCli, type CliResult } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-cli-"));
const BASELINE = join(root, "baseline.json");
const MANIFESTS = join(root, "manifests");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(MANIFESTS, { recursive: true });
});
after(() => rmSync(root, { recursive: true }));

const pod = (name: string, spec: string, namespace = "ns"): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${namespace}}, spec: {containers: [{name: a}], ${spec}}}\n---\n`;
const namespaces = (...names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}, labels: {pod-security.kubernetes.io/enforce: baseline}}}\n---\n`,
    )
    .join("");

function write(file: string, ...texts: readonly string[]): void {
  writeFileSync(join(MANIFESTS, file), texts.join(""));
}

const lint = (...args: readonly string[]): Promise<CliResult> =>
  runCli(["lint", "--level", "baseline", "--baseline", BASELINE, ...args]);
const audit = (...args: readonly string[]): Promise<CliResult> =>
  runCli(["audit", "-f", MANIFESTS, "--baseline", BASELINE, ...args]);
const update = (...args: readonly string[]): Promise<CliResult> => lint("--update-baseline", ...args);

/** The workloads of the baseline, by name. */
function held(): string[] {
  const { namespaces: all } = JSON.parse(readFileSync(BASELINE, "utf8"));
  return all.flatMap(({ workloads }: { workloads: { name: string }[] }) => workloads.map(({ name }) => name));
}

describe("a baseline of a lint", () => {
  it("accepts current violations, and fails for new ones", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const { stdout } = await runCli(["lint", "--level", "baseline", "-o", "json", MANIFESTS]);
    writeFileSync(BASELINE, stdout);
    assert.equal((await lint(MANIFESTS)).code, 0);
    write("a.yaml", "# moved\n", pod("b", "hostIPC: true"), pod("a", "hostPID: true"));
    const { code, stdout: table } = await lint(MANIFESTS);
    assert.equal(code, 1);
    assert.match(table, /Pod\/b/);
    assert.doesNotMatch(table, /Pod\/a/);
    assert.match(table, /^1 new error in 1 of 2 workloads /m);
    assert.match(table, /^Accepted by the baseline: 1 violation$/m);
    assert.equal((await lint("-o", "name", MANIFESTS)).stdout, "pod/b\n");
  });

  it("may be YAML", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    writeFileSync(BASELINE, (await runCli(["lint", "--level", "baseline", "-o", "yaml", MANIFESTS])).stdout);
    assert.equal((await lint(MANIFESTS)).code, 0);
  });

  it("names violations that are gone, but not of places that were not read", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    write("b.yaml", pod("b", "hostPID: true"));
    await update(MANIFESTS);
    write("a.yaml", pod("a", "hostPID: false"));
    write("b.yaml", "a: [");
    const both = await lint(MANIFESTS);
    assert.equal(both.code, 3);
    assert.match(both.stdout, /^ {2}ns pod\/a: hostNamespaces at hostPID$/m);
    assert.doesNotMatch(both.stdout, /pod\/b/);
    const { baseline } = JSON.parse((await lint("-o", "json", join(MANIFESTS, "a.yaml"))).stdout);
    assert.deepEqual(baseline, { accepted: 0, gone: ["ns pod/a: hostNamespaces at hostPID"] });
    const other = JSON.parse(
      (await runCli(["lint", "--baseline", BASELINE, "-o", "json", "-"], { stdin: pod("c", "") })).stdout,
    );
    assert.deepEqual(other.baseline, { accepted: 0, gone: [] });
  });

  it("is the output of -o json after an update", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const { code, stdout, stderr } = await update(MANIFESTS);
    assert.deepEqual([code, stderr], [0, `${BASELINE}: 1 field at fault added, 0 removed\n`]);
    assert.match(stdout, /^No new violations in 1 workload .*^Accepted by the baseline: 1 violation$/ms);
    const plain = await runCli(["lint", "--level", "baseline", "-o", "json", MANIFESTS]);
    assert.equal(readFileSync(BASELINE, "utf8"), plain.stdout);
  });

  it("keeps violations in other files, and loses those that are gone", async () => {
    write("a.yaml", pod("a", "hostPID: true"), pod("b", "hostPID: true, hostIPC: true"));
    write("c.yaml", pod("c", "hostPID: true"));
    await update(MANIFESTS);
    write("a.yaml", pod("b", "hostPID: true"), pod("d", "hostPID: true"));
    const { code, stderr } = await update(join(MANIFESTS, "a.yaml"));
    assert.deepEqual([code, stderr], [0, `${BASELINE}: 1 field at fault added, 2 removed\n`]);
    assert.deepEqual(held(), ["b", "c", "d"]);
    assert.equal((await lint(MANIFESTS)).code, 0);
  });

  it("is updated even if something could not be read, and the exit code is 3", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    write("b.yaml", "a: [");
    assert.equal((await update(MANIFESTS)).code, 3);
    assert.deepEqual(held(), ["a"]);
  });
});

describe("a baseline that several runs update at once", () => {
  it("has the violations of each of them", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for (const name of names) write(`${name}.yaml`, pod(name, "hostPID: true"));
    const runs = names.map((name) => {
      const file = join(MANIFESTS, `${name}.yaml`);
      const args = ["lint", "--level", "baseline", "--baseline", BASELINE, "--update-baseline", file];
      return promisify(execFile)(process.execPath, ["bin/kubectl-pss.js", ...args]);
    });
    for (const { stderr } of await Promise.all(runs)) {
      assert.match(stderr, /baseline\.json: 1 field at fault added, 0 removed\n$/);
    }
    assert.deepEqual(held(), names);
    assert.deepEqual(readdirSync(root), ["baseline.json", "manifests"]);
  });

  it("is not written through a link that leads elsewhere", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    symlinkSync("/etc/hostname", join(root, "link.json"));
    const { code, stderr } = await runCli([
      "lint",
      "--baseline",
      join(root, "link.json"),
      "--update-baseline",
      MANIFESTS,
    ]);
    assert.equal(code, 2);
    assert.match(stderr, /link\.json cannot be written: it is a symbolic link that leads out of its directory/);
  });
});

describe("a baseline with --fail-on-empty", () => {
  it("stays as it is where no workload is found", async () => {
    write("a.yaml", namespaces("ns"), pod("a", "hostPID: true"));
    await update(MANIFESTS);
    write("a.yaml", namespaces("ns"));
    for (const run of [update("--fail-on-empty", MANIFESTS), audit("--fail-on-empty", "--update-baseline")]) {
      const { code, stderr } = await run;
      assert.equal(code, 2);
      assert.match(stderr, /^error: no workload was found /m);
    }
    assert.deepEqual(held(), ["a"]);
  });
});

describe("a baseline of an audit", () => {
  it("keeps violations in other namespaces, and none of them is gone", async () => {
    write("a.yaml", namespaces("a", "b"), pod("p", "hostPID: true", "a"), pod("q", "hostPID: true", "b"));
    await audit("--update-baseline");
    write("a.yaml", namespaces("a", "b"), pod("r", "hostPID: true", "a"));
    const one = await audit("-n", "a");
    assert.equal(one.code, 1);
    assert.match(one.stdout, /^ {2}a pod\/p: hostNamespaces at hostPID$/m);
    assert.doesNotMatch(one.stdout, /b pod\/q/);
    assert.equal((await audit("-n", "a", "--update-baseline")).code, 0);
    assert.deepEqual(held(), ["r", "q"]);
    assert.match((await audit()).stdout, /^ {2}b pod\/q: hostNamespaces at hostPID$/m);
  });

  it("covers the namespaces that -n names, and none that does not exist", async () => {
    const pods = ["a", "b", "c", "d"].map((name) => pod("p", "hostPID: true", name));
    write("a.yaml", namespaces("a", "b", "c", "d"), ...pods);
    await audit("--update-baseline");
    write("a.yaml", namespaces("a", "b", "c"));
    const { code, stdout, stderr } = await audit("-n", "a,b", "-n", "d");
    assert.equal(code, 2);
    assert.match(stderr, /there is no namespace "d"/);
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.includes("pod/p")),
      ["  a pod/p: hostNamespaces at hostPID", "  b pod/p: hostNamespaces at hostPID"],
    );
    await audit("-n", "a,d", "--update-baseline");
    assert.equal(held().length, 3);
  });

  it("may be the report of a lint", async () => {
    write("a.yaml", namespaces("a"), pod("p", "hostPID: true", "a"));
    await update(MANIFESTS);
    assert.equal((await audit()).code, 0);
  });

  it("is not accepted from a dry run", async () => {
    const { code, stderr } = await runCli(["dry-run", "-A", "--enforce", "baseline", "--baseline", BASELINE]);
    assert.equal(code, 2);
    assert.match(stderr, /unknown option '--baseline'/);
  });
});

describe("a baseline that cannot be used", () => {
  it("ends the run before anything is read", async () => {
    write("a.yaml", pod("a", ""));
    for (const args of [
      ["lint", MANIFESTS],
      ["audit", "--kubeconfig", "no/such"],
    ]) {
      const { code, stdout, stderr } = await runCli([...args, "--baseline", BASELINE]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(
        stderr,
        `error: ${BASELINE}: no such file or directory\nCheck the path, or make it with --update-baseline.\n`,
      );
    }
  });

  it("is not overwritten", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    for (const text of [
      "",
      "apiVersion: v1\nkind: Pod\n",
      "{",
      '{"apiVersion": "kubectl-pss/v1", "kind": "LintReport"}',
    ]) {
      writeFileSync(BASELINE, text);
      const { code, stdout } = await update(MANIFESTS);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(readFileSync(BASELINE, "utf8"), text);
    }
  });

  it("is one that has no name", async () => {
    for (const name of ["", "-"]) {
      const { code, stderr } = await runCli(["lint", "--baseline", name, MANIFESTS]);
      assert.equal(code, 2);
      assert.match(stderr, /^error: --baseline needs the name of a file\n/);
    }
    const { code, stderr } = await runCli(["lint", "--update-baseline", MANIFESTS]);
    assert.equal(code, 2);
    assert.match(stderr, /^error: --update-baseline does not say which file\n/);
  });
});
