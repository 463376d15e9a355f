import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { promisify } from "node:util";
import { runCli, type CliResult } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-cli-"));
const FILE = join(root, "accepted.yaml");
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

const REASON = ["--reason", "old debt"];
const LINT = ["lint", "--level", "baseline"];
const AUDIT = ["audit", "-f", MANIFESTS];
const lint = (...args: readonly string[]): Promise<CliResult> => runCli([...LINT, "--accept", FILE, ...args]);
const updateByLint = (...args: readonly string[]): Promise<CliResult> =>
  runCli([...LINT, "--update-accept", FILE, ...REASON, ...args]);
const audit = (...args: readonly string[]): Promise<CliResult> => runCli([...AUDIT, "--accept", FILE, ...args]);
const updateByAudit = (...args: readonly string[]): Promise<CliResult> =>
  runCli([...AUDIT, "--update-accept", FILE, ...REASON, ...args]);

/** The names of the workloads in the list. */
function listed(): string[] {
  return Array.from(readFileSync(FILE, "utf8").matchAll(/^ {2}name: (.*)$/gm), ([, name = ""]) => name);
}

describe("the next command after --update-accept, on a terminal", () => {
  const lastLines = (text: string) => text.trimEnd().split("\n").slice(-2);
  const onTerminal = { columns: 80, env: { NO_COLOR: "1" } };

  it("is the lint of a CI job, with the flags of this run", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    for (const output of ["table", "wide"]) {
      const { stdout } = await runCli(
        [...LINT, "--update-accept", FILE, ...REASON, "-o", output, MANIFESTS],
        onTerminal,
      );
      const text = stdout
        .trimEnd()
        .replace(/ {3}commit |\n {6}commit /, "\ncommit ")
        .replace(/\n {6}/g, " ");
      assert.deepEqual(lastLines(text), [
        `Next: kubectl pss lint --accept ${FILE} --level baseline ${MANIFESTS}`,
        `commit ${FILE}; then in CI: fails on new errors (--fail-on any: on new warnings, too)`,
      ]);
    }
    const { stdout } = await runCli([...LINT, "--update-accept", FILE, ...REASON, MANIFESTS]);
    assert.doesNotMatch(stdout, /Next:/);
  });

  it("is the audit with the file", async () => {
    write("a.yaml", namespaces("ns"), pod("a", "hostPID: true"));
    const { stdout } = await runCli([...AUDIT, "--update-accept", FILE, ...REASON], onTerminal);
    assert.deepEqual(lastLines(stdout), [
      `Next: kubectl pss audit --accept ${FILE} -f ${MANIFESTS}`,
      "      new violations only",
    ]);
  });

  it("is another command if the file was not changed", async () => {
    const { stdout } = await runCli(
      ["lint", "--fail-on-empty", "--update-accept", FILE, ...REASON, "test/fixtures/lint/admission.yaml"],
      onTerminal,
    );
    assert.doesNotMatch(stdout, /--accept/);
  });
});

describe("accepted violations of a lint", () => {
  it("accepts current violations, and fails for new ones", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    assert.deepEqual((await updateByLint(MANIFESTS)).stderr, `${FILE}: 1 entry added, 0 removed\n`);
    assert.equal((await lint(MANIFESTS)).code, 0);
    write("a.yaml", "# moved\n", pod("b", "hostIPC: true"), pod("a", "hostPID: true"));
    const { code, stdout: table } = await lint(MANIFESTS);
    assert.equal(code, 1);
    assert.match(table, /^1 new error in 1 of 2 workloads /m);
    assert.match(table, /^Accepted: 1 violation\n {2}Pod\/a in ns: hostNamespaces: old debt \(.*accepted\.yaml:1\)$/m);
    assert.equal((await lint("-o", "name", MANIFESTS)).stdout, "pod/b\n");
  });

  it("is a sorted list with a group of lines for each entry, and keeps reasons and days", async () => {
    const container = "{name: a, image: i, securityContext: {privileged: true}}";
    write(
      "b.yaml",
      `{apiVersion: v1, kind: Pod, metadata: {name: b, namespace: ns}, spec: {containers: [${container}]}}\n---\n`,
    );
    write("a.yaml", pod("a", "hostPID: true"));
    const kept = "- check: hostNamespaces\n  name: 'a'\n  reason: 'known: #7'\n  until: 2027-01-31\n";
    writeFileSync(FILE, kept);
    const { stderr } = await updateByLint(MANIFESTS);
    assert.equal(stderr, `${FILE}: 1 entry added, 0 removed\n`);
    assert.equal(
      readFileSync(FILE, "utf8"),
      `- name: a
  check: hostNamespaces
  reason: 'known: #7'
  until: '2027-01-31'

- namespace: ns
  kind: Pod
  name: b
  check: privileged
  container: a
  reason: old debt
`,
    );
    assert.equal((await updateByLint(MANIFESTS)).stderr, `${FILE}: 0 entries added, 0 removed\n`);
  });

  it("is written as JSON under a name with this ending", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const json = join(root, "accepted.json");
    await runCli([...LINT, "--update-accept", json, "--reason", "r", MANIFESTS]);
    assert.deepEqual(JSON.parse(readFileSync(json, "utf8")), [
      { namespace: "ns", kind: "Pod", name: "a", check: "hostNamespaces", reason: "r" },
    ]);
    assert.equal((await runCli([...LINT, "--accept", json, MANIFESTS])).code, 0);
  });

  it("has its reason, last day and place in every format with room for them", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    writeFileSync(FILE, "- {check: hostNamespaces, reason: the agent, until: 2027-01-31}\n");
    const words = `the agent (until 2027-01-31, ${FILE}:1)`;
    const sarif = JSON.parse((await lint("-o", "sarif", MANIFESTS)).stdout);
    assert.deepEqual(sarif.runs[0].results[0].suppressions, [
      { kind: "external", status: "accepted", justification: words },
    ]);
    const { stdout: json } = await lint("-o", "json", MANIFESTS);
    const [{ violations }] = JSON.parse(json).namespaces[0].workloads[0].results;
    const accepted = { reason: "the agent", until: "2027-01-31", by: "file", file: FILE, line: 1 };
    assert.deepEqual([violations[0].accepted, violations[0].fields[0].accepted], [accepted, accepted]);
    assert.match(
      (await lint("-o", "junit", MANIFESTS)).stdout,
      /<skipped message="accepted: hostNamespaces: the agent"/,
    );
    assert.ok((await lint("-o", "wide", MANIFESTS)).stdout.includes(`    accepted  hostNamespaces: ${words}\n`));
    for (const [format, shown] of [
      ["html", words],
      ["markdown", "the agent"],
    ] as const) {
      assert.ok((await lint("-o", format, MANIFESTS)).stdout.includes(shown), format);
    }
    // These formats list what to fix, and have no place for a reason.
    for (const format of ["gitlab", "rdjson", "github", "azure"]) {
      assert.doesNotMatch((await lint("-o", format, MANIFESTS)).stdout, /^(?!  Pod).*hostNamespaces/m, format);
    }
  });

  it("fails again after its last day, with a note", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const entry = (until: string) => `- {check: hostNamespaces, name: a, reason: the agent, until: ${until}}\n`;
    writeFileSync(FILE, entry("2026-11-30"));
    const before = await lint(MANIFESTS);
    assert.deepEqual([before.code, before.stderr], [0, ""]);
    writeFileSync(FILE, entry("2026-11-29"));
    const { code, stderr } = await lint(MANIFESTS);
    assert.equal(code, 1);
    assert.equal(
      stderr,
      `warning: ${FILE}:1: hostNamespaces of */a was accepted until 2026-11-29, and counts again ("the agent")\n`,
    );
    // The program does not renew it silently: a person must change the day.
    const update = await updateByLint(MANIFESTS);
    assert.equal(update.code, 1);
    assert.equal(
      update.stderr.split("\n")[0],
      `${FILE}: 0 entries added, 0 removed; 1 expired, and not renewed: change the day in \`until\`, or fix the violation`,
    );
    assert.match(readFileSync(FILE, "utf8"), /until: '2026-11-29'\n$/);
    write("a.yaml", pod("a", "hostPID: false"));
    assert.equal((await updateByLint(MANIFESTS)).stderr, `${FILE}: 0 entries added, 1 removed\n`);
  });

  it("names unused entries, but not entries about inputs that were not read", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    write("b.yaml", pod("b", "hostPID: true"));
    await updateByLint(MANIFESTS);
    write("a.yaml", pod("a", "hostPID: false"));
    write("b.yaml", pod("c", ""));
    const both = await lint(MANIFESTS, "-o", "wide");
    assert.equal(both.code, 0);
    assert.equal(
      both.stderr,
      `info: ${FILE}:1: hostNamespaces of Pod/a in ns is accepted, but there is no such violation; remove the entry\n` +
        `info: ${FILE}:7: hostNamespaces of Pod/b in ns is accepted, but there is no such workload; remove the entry\n`,
    );
    assert.match((await lint(join(MANIFESTS, "a.yaml"), "-o", "wide")).stderr, /^info: .* of Pod\/a .*\n$/);
    assert.equal((await lint(join(MANIFESTS, "b.yaml"))).stderr, "");
    write("b.yaml", "a: [");
    assert.doesNotMatch((await lint(MANIFESTS, "-o", "wide")).stderr, /Pod\/b/);
  });

  it("is not an input, even in a directory of inputs or by its own name", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const inside = join(MANIFESTS, "accepted.yaml");
    const update = await runCli([...LINT, "--update-accept", inside, "--reason", "r", MANIFESTS]);
    assert.deepEqual([update.code, update.stderr], [0, `${inside}: 1 entry added, 0 removed\n`]);
    for (const paths of [[MANIFESTS], [join(MANIFESTS, "*.*")], [join(MANIFESTS, "a.yaml"), inside]]) {
      const { code, stdout, stderr } = await runCli([...LINT, "--accept", inside, ...paths]);
      assert.deepEqual([code, stderr], [0, ""], paths.join(" "));
      assert.match(stdout, /\(1 object, 1 file\)/);
    }
    const audited = await runCli(["audit", "--accept", inside, "-f", MANIFESTS]);
    assert.match(audited.stdout, /^1 file/);
  });

  it("keeps entries of other workloads, and removes entries of fixed violations", async () => {
    write("a.yaml", pod("a", "hostPID: true"), pod("b", "hostPID: true"));
    write("c.yaml", pod("c", "hostPID: true"));
    await updateByLint(MANIFESTS);
    write("a.yaml", pod("b", ""), pod("d", "hostPID: true"));
    const { code, stderr } = await updateByLint(join(MANIFESTS, "a.yaml"));
    assert.deepEqual([code, stderr.split("\n")[0]], [0, `${FILE}: 1 entry added, 1 removed`]);
    // Another file may have the Pod a, so the run cannot know that it does not exist.
    assert.deepEqual(listed(), ["a", "c", "d"]);
  });

  it("says after an incomplete run why entries that match nothing stay", async () => {
    write("a.yaml", pod("a", "hostPID: true"), pod("b", "hostPID: true"));
    await updateByLint(MANIFESTS);
    const kept = "because the run is incomplete";
    write("a.yaml", "a: [");
    assert.match(
      (await updateByLint(MANIFESTS)).stderr,
      RegExp(`0 entries added, 0 removed; 2 match nothing and stay, ${kept}$`, "m"),
    );
    assert.deepEqual(listed(), ["a", "b"]);
    write("a.yaml", pod("a", "hostPID: true"));
    mkdirSync(join(MANIFESTS, "chart"));
    write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
    assert.match(
      (await updateByLint(MANIFESTS)).stderr,
      RegExp(`0 removed; 1 matches nothing and stays, ${kept}$`, "m"),
    );
    rmSync(join(MANIFESTS, "chart"), { recursive: true });
    const update = await updateByLint(MANIFESTS);
    assert.doesNotMatch(update.stderr, /incomplete/);
    write("b.yaml", `{apiVersion: v1, kind: Namespace, metadata: {name: ns}}\n---\na: [`);
    const audit = await runCli(["audit", "--update-accept", FILE, ...REASON, "-f", MANIFESTS]);
    assert.match(audit.stderr, RegExp(`; 1 matches nothing and stays, ${kept}$`, "m"));
    assert.deepEqual(listed(), ["a", "b"]);
  });

  it("has one entry for a violation of several levels, accepted in any order", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const update = (level: string) =>
      runCli(["lint", "--level", level, "--update-accept", FILE, "--reason", "r", MANIFESTS]);
    await update("restricted");
    const text = readFileSync(FILE, "utf8");
    const { code, stderr } = await update("baseline");
    assert.deepEqual([code, stderr], [0, `${FILE}: 0 entries added, 0 removed\n`]);
    assert.equal(readFileSync(FILE, "utf8"), text);
    rmSync(FILE);
    await update("baseline");
    await update("restricted");
    assert.equal(readFileSync(FILE, "utf8"), text);
  });

  it("is updated even if something could not be read, and the exit code is 3", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    write("b.yaml", "a: [");
    assert.equal((await updateByLint(MANIFESTS)).code, 3);
    assert.deepEqual(listed(), ["a"]);
  });
});

describe("annotations of a workload", () => {
  const annotated = (annotations: string, template = "") =>
    `{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: ns, annotations: {${annotations}}}, ` +
    `spec: {template: {metadata: {annotations: {${template}}}, spec: {hostPID: true, containers: [{name: a}]}}}}\n---\n`;

  it("accept its violations, only in a lint", async () => {
    write("a.yaml", namespaces("ns"), annotated(`kubectl-pss/accept.hostNamespaces: "the agent; until=2027-01-31"`));
    const { code, stdout } = await runCli([...LINT, MANIFESTS]);
    assert.equal(code, 0);
    assert.match(stdout, /the agent \(until 2027-01-31, annotation in .*a\.yaml:3\)/);
    const audited = await runCli(AUDIT);
    assert.equal(audited.code, 1);
    assert.doesNotMatch(audited.stdout, /accepted/);
  });

  it("accept only their own check, and notes name mistakes", async () => {
    write(
      "a.yaml",
      annotated(`kubectl-pss/accept.hostNamespace: "the agent"`, `kubectl-pss/accept.hostNamespaces: "x"`),
    );
    const { code, stderr } = await runCli([...LINT, MANIFESTS]);
    assert.equal(code, 1);
    assert.match(stderr, /no check is named "hostNamespace"; did you mean hostNamespaces\?; it accepts nothing/);
    assert.match(stderr, /in a pod template; put it into metadata\.annotations of Deployment "web"/);
    assert.equal((await runCli([...LINT, "--strict", MANIFESTS])).code, 2);
  });

  it("accept nothing in another file with the same object", async () => {
    const reason = "a reason; until=2027-01-31";
    const annotated = pod("a", "hostPID: true").replace(
      "namespace: ns",
      `namespace: ns, annotations: {kubectl-pss/accept.hostNamespaces: "${reason}"}`,
    );
    for (const [first, second] of [
      [annotated, pod("a", "hostPID: true")],
      [pod("a", "hostPID: true"), annotated],
      [annotated, annotated.replace("2027-01-31", "2026-01-31")],
    ] as const) {
      write("a.yaml", first);
      write("b.yaml", second);
      const { code, stderr } = await runCli([...LINT, MANIFESTS]);
      assert.equal(code, 1);
      assert.match(stderr, /a\.yaml:1 as well, with a different result: each of them counts$/m);
    }
    write("b.yaml", annotated);
    write("a.yaml", annotated);
    const same = await runCli([...LINT, MANIFESTS]);
    assert.equal(same.code, 0);
    assert.match(same.stderr, /with the same result: it counts once/);
  });

  it("are not added to a list", async () => {
    write("a.yaml", annotated(`kubectl-pss/accept.hostNamespaces: "the agent"`));
    assert.equal((await updateByLint(MANIFESTS)).stderr, `${FILE}: 0 entries added, 0 removed\n`);
    assert.equal(readFileSync(FILE, "utf8"), "[]\n");
  });
});

describe("a file that several runs update at once", () => {
  it("has the violations of each of them", async () => {
    const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    for (const name of names) write(`${name}.yaml`, pod(name, "hostPID: true"));
    const runs = names.map((name) => {
      const file = join(MANIFESTS, `${name}.yaml`);
      const args = [...LINT, "--update-accept", FILE, ...REASON, file];
      return promisify(execFile)(process.execPath, ["bin/kubectl-pss.js", ...args]);
    });
    for (const { stderr } of await Promise.all(runs)) {
      assert.match(stderr, /accepted\.yaml: 1 entry added, 0 removed\n$/);
    }
    assert.deepEqual(listed(), names);
    assert.deepEqual(readdirSync(root), ["accepted.yaml", "manifests"]);
  });

  it("is not written through a link that leads elsewhere", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    symlinkSync("/etc/hostname", join(root, "link.json"));
    const { code, stderr } = await runCli(["lint", "--update-accept", join(root, "link.json"), ...REASON, MANIFESTS]);
    assert.equal(code, 2);
    assert.match(stderr, /link\.json cannot be written: it is a symbolic link that leads out of its directory/);
  });
});

describe("a file of accepted violations with --fail-on-empty", () => {
  it("does not change if no workload is found", async () => {
    write("a.yaml", namespaces("ns"), pod("a", "hostPID: true"));
    await updateByLint(MANIFESTS);
    write("a.yaml", namespaces("ns"));
    for (const run of [updateByLint("--fail-on-empty", MANIFESTS), updateByAudit("--fail-on-empty")]) {
      const { code, stderr } = await run;
      assert.equal(code, 2);
      assert.match(stderr, /^error: no workload was found /m);
    }
    assert.deepEqual(listed(), ["a"]);
  });
});

describe("accepted violations of an audit", () => {
  it("keeps entries of other namespaces, and removes entries of deleted workloads", async () => {
    write("a.yaml", namespaces("a", "b"), pod("p", "hostPID: true", "a"), pod("q", "hostPID: true", "b"));
    await updateByAudit();
    write("a.yaml", namespaces("a", "b"), pod("r", "hostPID: true", "a"));
    const one = await audit("-n", "a", "-o", "wide");
    assert.equal(one.code, 1);
    assert.match(one.stderr, /hostNamespaces of Pod\/p in a is accepted, but there is no such workload/);
    assert.doesNotMatch(one.stderr, /Pod\/q/);
    assert.equal((await updateByAudit("-n", "a")).code, 0);
    assert.deepEqual(listed(), ["r", "q"]);
    assert.match((await audit("-o", "wide")).stderr, /Pod\/q in b is accepted, but there is no such workload/);
  });

  it("covers the existing namespaces that -n names", async () => {
    const pods = ["a", "b", "c", "d"].map((name) => pod("p", "hostPID: true", name));
    write("a.yaml", namespaces("a", "b", "c", "d"), ...pods);
    await updateByAudit();
    write("a.yaml", namespaces("a", "b", "c"));
    const { code, stderr } = await audit("-n", "a,b", "-n", "d", "-o", "wide");
    assert.equal(code, 2);
    assert.match(stderr, /there is no namespace "d"/);
    assert.deepEqual(
      Array.from(stderr.matchAll(/Pod\/p in (.) is accepted/g), ([, namespace]) => namespace),
      ["a", "b"],
    );
    await updateByAudit("-n", "a,d");
    assert.equal(listed().length, 3);
  });

  it("has the same meaning as in a lint, and does not change the API server's messages", async () => {
    write("a.yaml", namespaces("a"), pod("p", "hostPID: true", "a"));
    await updateByLint(MANIFESTS);
    const plain = JSON.parse((await runCli([...AUDIT, "-o", "json", "--no-timestamp"])).stdout);
    const { code, stdout } = await audit("-o", "json", "--no-timestamp");
    assert.equal(code, 0);
    const accepted = JSON.parse(stdout);
    assert.deepEqual([plain.summary.failing, accepted.summary.failing, accepted.summary.accepted], [1, 0, 1]);
    const judged = (report: unknown) =>
      JSON.stringify(report, (name, value: unknown) => (name === "accepted" ? undefined : value));
    assert.equal(judged(accepted.namespaces), judged(plain.namespaces));
  });

  it("is not for a dry run", async () => {
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
        `error: ${FILE}: no such file or directory\nCheck the path, or write the file with --update-accept FILE --reason TEXT.\n`,
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
      "- {check: hostPorts}\n",
      "- {check: hostPort, reason: r}\n",
    ]) {
      writeFileSync(FILE, text);
      const { code, stdout } = await updateByLint(MANIFESTS);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.equal(readFileSync(FILE, "utf8"), text);
    }
  });

  it("may not have an empty name", async () => {
    for (const flag of ["--accept", "--update-accept"]) {
      for (const name of ["", "-"]) {
        const { code, stderr } = await runCli(["lint", flag, name, MANIFESTS]);
        assert.equal(code, 2);
        assert.match(stderr, new RegExp(`^error: ${flag} needs the name of a file\n`));
      }
    }
  });

  it("may not be one of two different files", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    const other = join(root, "other.yaml");
    for (const command of [
      ["lint", MANIFESTS],
      ["audit", "-f", MANIFESTS],
    ]) {
      const { code, stdout, stderr } = await runCli([
        ...command,
        "--accept",
        FILE,
        "--update-accept",
        other,
        ...REASON,
      ]);
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
    assert.deepEqual([code, stderr], [0, `${FILE}: 1 entry added, 0 removed\n`]);
    assert.deepEqual(listed(), ["a", "b"]);
  });

  it("may name the file of --accept, also by another path", async () => {
    write("a.yaml", pod("a", "hostPID: true"));
    for (const same of [FILE, join(root, "manifests/../accepted.yaml"), relative(process.cwd(), FILE)]) {
      rmSync(FILE, { force: true });
      const { code } = await runCli([...LINT, "--accept", FILE, "--update-accept", same, ...REASON, MANIFESTS]);
      assert.equal(code, 0);
      assert.deepEqual(listed(), ["a"]);
    }
  });
});
