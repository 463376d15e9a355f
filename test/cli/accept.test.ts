import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { promisify } from "node:util";
import { runCli, type CliResult } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-cli-"));
const FILE = join(root, "accepted.json");
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

const LINT = ["lint", "--level", "baseline"];
const AUDIT = ["audit", "-f", MANIFESTS];
const lint = (...args: readonly string[]): Promise<CliResult> => runCli([...LINT, "--accept", FILE, ...args]);
const updateByLint = (...args: readonly string[]): Promise<CliResult> =>
  runCli([...LINT, "--update-accept", FILE, ...args]);
const audit = (...args: readonly string[]): Promise<CliResult> => runCli([...AUDIT, "--accept", FILE, ...args]);
const updateByAudit = (...args: readonly string[]): Promise<CliResult> =>
  runCli([...AUDIT, "--update-accept", FILE, ...args]);

/** The names of the workloads in the file. */
function held(): string[] {
  const { namespaces: all } = JSON.parse(readFileSync(FILE, "utf8"));
  return all.flatMap(({ workloads }: { workloads: { name: string }[] }) => workloads.map(({ name }) => name));
}

describe("the next command after --update-accept, on a terminal", () => {
  const lastLines = (text: string) => text.trimEnd().split("\n").slice(-2);
  const onTerminal = { columns: 80, env: { NO_COLOR: "1" } };

  it("is the lint of a CI job, with the flags of this run", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    for (const output of ["table", "wide"]) {
      const { stdout } = await runCli([...LINT, "--update-accept", FILE, "-o", output, MANIFESTS], onTerminal);
      const text = stdout
        .trimEnd()
        .replace(/ {3}commit |\n {6}commit /, "\ncommit ")
        .replace(/\n {6}/g, " ");
      assert.deepEqual(lastLines(text), [
        `Next: kubectl pss lint --accept ${FILE} --level baseline ${MANIFESTS}`,
        `commit ${FILE}; then in CI: fails on new errors (--fail-on any: on new warnings, too)`,
      ]);
    }
    const { stdout } = await runCli([...LINT, "--update-accept", FILE, MANIFESTS]);
    assert.doesNotMatch(stdout, /Next:/);
  });

  it("is the audit with the file", async () => {
    write("a.yaml", namespaces("ns"), pod("a", "hostPID: true"));
    const { stdout } = await runCli([...AUDIT, "--update-accept", FILE], onTerminal);
    assert.deepEqual(lastLines(stdout), [
      `Next: kubectl pss audit --accept ${FILE} -f ${MANIFESTS}`,
      "      new violations only",
    ]);
  });

  it("is another one if the file was not changed", async () => {
    const { stdout } = await runCli(
      ["lint", "--fail-on-empty", "--update-accept", FILE, "test/fixtures/lint/admission.yaml"],
      onTerminal,
    );
    assert.doesNotMatch(stdout, /--accept/);
  });
});

describe("accepted violations of a lint", () => {
  it("are suppressed in SARIF, with the name of the file", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    await updateByLint(MANIFESTS);
    const { stdout } = await lint("-o", "sarif", MANIFESTS);
    const { runs } = JSON.parse(stdout);
    assert.deepEqual(runs[0].results[0].suppressions, [{ kind: "external", justification: `accepted in ${FILE}` }]);
  });

  it("accepts current violations, and fails for new ones", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const { stdout } = await runCli(["lint", "--level", "baseline", "-o", "json", MANIFESTS]);
    writeFileSync(FILE, stdout);
    assert.equal((await lint(MANIFESTS)).code, 0);
    write("a.yaml", "# moved\n", pod("b", "hostIPC: true"), pod("a", "hostPID: true"));
    const { code, stdout: table } = await lint(MANIFESTS);
    assert.equal(code, 1);
    assert.match(table, /Pod\/b/);
    assert.doesNotMatch(table, /Pod\/a/);
    assert.match(table, /^1 new error in 1 of 2 workloads /m);
    assert.match(table, /^Accepted: 1 violation$/m);
    assert.equal((await lint("-o", "name", MANIFESTS)).stdout, "pod/b\n");
  });

  it("may be YAML", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    writeFileSync(FILE, (await runCli(["lint", "--level", "baseline", "-o", "yaml", MANIFESTS])).stdout);
    assert.equal((await lint(MANIFESTS)).code, 0);
  });

  it("names violations that are gone, but not of places that were not read", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    write("b.yaml", pod("b", "hostPID: true"));
    await updateByLint(MANIFESTS);
    write("a.yaml", pod("a", "hostPID: false"));
    write("b.yaml", "a: [");
    const both = await lint(MANIFESTS);
    assert.equal(both.code, 3);
    assert.match(both.stdout, /^ {2}ns pod\/a: hostNamespaces at hostPID$/m);
    assert.doesNotMatch(both.stdout, /pod\/b/);
    const { accept } = JSON.parse((await lint("-o", "json", join(MANIFESTS, "a.yaml"))).stdout);
    assert.deepEqual(accept, { accepted: 0, gone: ["ns pod/a: hostNamespaces at hostPID"] });
    const other = JSON.parse(
      (await runCli(["lint", "--accept", FILE, "-o", "json", "-"], { stdin: pod("c", "") })).stdout,
    );
    assert.deepEqual(other.accept, { accepted: 0, gone: [] });
  });

  it("is the output of -o json after an update", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const { code, stdout, stderr } = await updateByLint(MANIFESTS);
    assert.deepEqual([code, stderr], [0, `${FILE}: 1 violation added, 0 removed\n`]);
    assert.match(stdout, /^No new violations in 1 workload .*^Accepted: 1 violation$/ms);
    const plain = await runCli(["lint", "--level", "baseline", "-o", "json", "--no-timestamp", MANIFESTS]);
    assert.equal(readFileSync(FILE, "utf8"), plain.stdout);
  });

  it("counts violations as the summary does, and not their fields", async () => {
    const capabilities = "securityContext: {capabilities: {add: [NET_ADMIN]}}";
    const containers = ["a", "b"].map((name) => `{name: ${name}, image: i, ${capabilities}}`).join(", ");
    const levels = ["--level", "baseline", "--level", "restricted"];
    const volumes = "volumes: [{name: v, hostPath: {path: /}}]";
    const ofPod = (spec: string): string =>
      `{apiVersion: v1, kind: Pod, metadata: {name: a, namespace: ns}, spec: {${volumes}, ${spec}}}\n`;
    write("a.yaml", ofPod(`containers: [${containers}]`));
    const before = await runCli(["lint", ...levels, MANIFESTS]);
    const found = Number(/^(\d+) errors in 1 of 1 workload/m.exec(before.stdout)?.[1]);
    assert.ok(found > 2, before.stdout);
    const first = await runCli(["lint", ...levels, "--update-accept", FILE, MANIFESTS]);
    assert.equal(first.stderr, `${FILE}: ${found} violations added, 0 removed\n`);
    assert.match(first.stdout, new RegExp(`^Accepted: ${found} violations$`, "m"));
    // hostNetwork is new, and the two containers no longer add a capability.
    write("a.yaml", ofPod("hostNetwork: true, containers: [{name: a, image: i}, {name: b, image: i}]"));
    const gone = await runCli(["lint", ...levels, "--accept", FILE, MANIFESTS]);
    assert.match(gone.stdout, /^1 new error in 1 of 1 workload/m);
    assert.match(gone.stdout, /^Accepted, but gone: 1 violation \(--update-accept removes it from the file\)$/m);
    const second = await runCli(["lint", ...levels, "--update-accept", FILE, MANIFESTS]);
    assert.equal(second.stderr, `${FILE}: 1 violation added, 1 removed\n`);
  });

  it("is not an input, even in a directory of inputs or by its own name", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const inside = join(MANIFESTS, "accepted.json");
    const update = await runCli([...LINT, "--update-accept", inside, MANIFESTS]);
    assert.deepEqual([update.code, update.stderr], [0, `${inside}: 1 violation added, 0 removed\n`]);
    const again = await runCli([...LINT, "--update-accept", inside, MANIFESTS]);
    assert.deepEqual([again.code, again.stderr], [0, `${inside}: 0 violations added, 0 removed\n`]);
    for (const paths of [[MANIFESTS], [join(MANIFESTS, "*.*")], [join(MANIFESTS, "a.yaml"), inside]]) {
      const { code, stdout, stderr } = await runCli([...LINT, "--accept", inside, ...paths]);
      assert.deepEqual([code, stderr], [0, ""], paths.join(" "));
      assert.match(stdout, /\(1 object, 1 file\)/);
    }
    const audited = await runCli(["audit", "--accept", inside, "-f", MANIFESTS]);
    assert.doesNotMatch(audited.stderr, /LintReport/);
    assert.match(audited.stdout, /^1 file/);
    // Any other report is still noted.
    assert.match((await runCli([...LINT, MANIFESTS])).stderr, /not an object of an API server: LintReport/);
  });

  it("keeps violations in other files, and loses those that are gone", async () => {
    write("a.yaml", pod("a", "hostPID: true"), pod("b", "hostPID: true, hostIPC: true"));
    write("c.yaml", pod("c", "hostPID: true"));
    await updateByLint(MANIFESTS);
    write("a.yaml", pod("b", "hostPID: true"), pod("d", "hostPID: true"));
    const { code, stderr } = await updateByLint(join(MANIFESTS, "a.yaml"));
    assert.deepEqual([code, stderr], [0, `${FILE}: 1 violation added, 2 removed\n`]);
    assert.deepEqual(held(), ["b", "c", "d"]);
    assert.equal((await lint(MANIFESTS)).code, 0);
  });

  it("keeps violations of levels that a less strict run does not judge", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const update = (level: string) => runCli(["lint", "--level", level, "--update-accept", FILE, MANIFESTS]);
    const strict = () => runCli(["lint", "--level", "restricted", "--accept", FILE, MANIFESTS]);
    await update("restricted");
    const { code, stderr } = await update("baseline");
    assert.deepEqual([code, stderr], [0, `${FILE}: 0 violations added, 0 removed\n`]);
    assert.equal((await strict()).code, 0);
  });

  it("is updated even if something could not be read, and the exit code is 3", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    write("b.yaml", "a: [");
    assert.equal((await updateByLint(MANIFESTS)).code, 3);
    assert.deepEqual(held(), ["a"]);
  });
});

describe("a file that several runs update at once", () => {
  it("has the violations of each of them", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for (const name of names) write(`${name}.yaml`, pod(name, "hostPID: true"));
    const runs = names.map((name) => {
      const file = join(MANIFESTS, `${name}.yaml`);
      const args = [...LINT, "--update-accept", FILE, file];
      return promisify(execFile)(process.execPath, ["bin/kubectl-pss.js", ...args]);
    });
    for (const { stderr } of await Promise.all(runs)) {
      assert.match(stderr, /accepted\.json: 1 violation added, 0 removed\n$/);
    }
    assert.deepEqual(held(), names);
    assert.deepEqual(readdirSync(root), ["accepted.json", "manifests"]);
  });

  it("is not written through a link that leads elsewhere", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    symlinkSync("/etc/hostname", join(root, "link.json"));
    const { code, stderr } = await runCli(["lint", "--update-accept", join(root, "link.json"), MANIFESTS]);
    assert.equal(code, 2);
    assert.match(stderr, /link\.json cannot be written: it is a symbolic link that leads out of its directory/);
  });
});

describe("a file of accepted violations with --fail-on-empty", () => {
  it("stays as it is where no workload is found", async () => {
    write("a.yaml", namespaces("ns"), pod("a", "hostPID: true"));
    await updateByLint(MANIFESTS);
    write("a.yaml", namespaces("ns"));
    for (const run of [updateByLint("--fail-on-empty", MANIFESTS), updateByAudit("--fail-on-empty")]) {
      const { code, stderr } = await run;
      assert.equal(code, 2);
      assert.match(stderr, /^error: no workload was found /m);
    }
    assert.deepEqual(held(), ["a"]);
  });
});

describe("accepted violations of an audit", () => {
  it("keeps violations in other namespaces, and none of them is gone", async () => {
    write("a.yaml", namespaces("a", "b"), pod("p", "hostPID: true", "a"), pod("q", "hostPID: true", "b"));
    await updateByAudit();
    write("a.yaml", namespaces("a", "b"), pod("r", "hostPID: true", "a"));
    const one = await audit("-n", "a");
    assert.equal(one.code, 1);
    assert.match(one.stdout, /^ {2}a pod\/p: hostNamespaces at hostPID$/m);
    assert.doesNotMatch(one.stdout, /b pod\/q/);
    assert.equal((await updateByAudit("-n", "a")).code, 0);
    assert.deepEqual(held(), ["r", "q"]);
    assert.match((await audit()).stdout, /^ {2}b pod\/q: hostNamespaces at hostPID$/m);
  });

  it("covers the namespaces that -n names, and none that does not exist", async () => {
    const pods = ["a", "b", "c", "d"].map((name) => pod("p", "hostPID: true", name));
    write("a.yaml", namespaces("a", "b", "c", "d"), ...pods);
    await updateByAudit();
    write("a.yaml", namespaces("a", "b", "c"));
    const { code, stdout, stderr } = await audit("-n", "a,b", "-n", "d");
    assert.equal(code, 2);
    assert.match(stderr, /there is no namespace "d"/);
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.includes("pod/p")),
      ["  a pod/p: hostNamespaces at hostPID", "  b pod/p: hostNamespaces at hostPID"],
    );
    await updateByAudit("-n", "a,d");
    assert.equal(held().length, 3);
  });

  it("may be the report of a lint", async () => {
    write("a.yaml", namespaces("a"), pod("p", "hostPID: true", "a"));
    await updateByLint(MANIFESTS);
    assert.equal((await audit()).code, 0);
  });

  it("is not accepted from a dry run", async () => {
    const { code, stderr } = await runCli(["dry-run", "-A", "--enforce", "baseline", "--accept", FILE]);
    assert.equal(code, 2);
    assert.match(stderr, /unknown option '--accept'/);
  });
});

describe("a file that cannot be used", () => {
  it("ends the run before anything is read", async () => {
    write("a.yaml", pod("a", ""));
    for (const args of [
      ["lint", MANIFESTS],
      ["audit", "--kubeconfig", "no/such"],
    ]) {
      const { code, stdout, stderr } = await runCli([...args, "--accept", FILE]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(
        stderr,
        `error: ${FILE}: no such file or directory\nCheck the path, or write the file with --update-accept FILE.\n`,
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
      writeFileSync(FILE, text);
      const { code, stdout } = await updateByLint(MANIFESTS);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(readFileSync(FILE, "utf8"), text);
    }
  });

  it("is one that has no name", async () => {
    for (const flag of ["--accept", "--update-accept"]) {
      for (const name of ["", "-"]) {
        const { code, stderr } = await runCli(["lint", flag, name, MANIFESTS]);
        assert.equal(code, 2);
        assert.match(stderr, new RegExp(`^error: ${flag} needs the name of a file\n`));
      }
    }
  });

  it("is one of two different files", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const other = join(root, "other.json");
    for (const command of [
      ["lint", MANIFESTS],
      ["audit", "-f", MANIFESTS],
    ]) {
      const { code, stdout, stderr } = await runCli([...command, "--accept", FILE, "--update-accept", other]);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(
        stderr,
        `error: --accept ${FILE} and --update-accept ${other} name different files\n` +
          "Use --update-accept FILE alone: it accepts the violations in FILE and of this run, and writes them to FILE.\n",
      );
      assert.deepEqual(readdirSync(root), ["manifests"]);
    }
  });
});

describe("--update-accept", () => {
  it("accepts what its file contains, without --accept", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    assert.equal((await updateByLint(MANIFESTS)).code, 0);
    write("b.yaml", pod("b", "hostIPC: true"));
    const { code, stderr } = await updateByLint(join(MANIFESTS, "b.yaml"));
    assert.deepEqual([code, stderr], [0, `${FILE}: 1 violation added, 0 removed\n`]);
    assert.deepEqual(held(), ["a", "b"]);
  });

  it("may name the file of --accept, in other words too", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    for (const same of [FILE, join(root, "manifests/../accepted.json"), relative(process.cwd(), FILE)]) {
      rmSync(FILE, { force: true });
      const { code } = await runCli([...LINT, "--accept", FILE, "--update-accept", same, MANIFESTS]);
      assert.equal(code, 0);
      assert.deepEqual(held(), ["a"]);
    }
  });
});
