import assert from "node:assert/strict";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { editFile } from "../../../src/cli/files/edit-file.ts";
import { runCli } from "../run-cli.ts";

const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: # é\n  containers:\n  - name: web\n";
const FIXED = `${POD}    securityContext:
      allowPrivilegeEscalation: false
      capabilities:
        drop:
        - ALL
  securityContext:
    seccompProfile:
      type: RuntimeDefault
    runAsNonRoot: true
`;

function directoryWith(t: TestContext, files: Readonly<Record<string, string | Buffer>>): string {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-fix-"));
  t.after(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(directory, name), content);
  return directory;
}

const bytesOf = (...path: readonly string[]): Buffer => readFileSync(join(...path));

describe("fix --write", () => {
  it("edits the files, keeps their mode, and prints nothing to standard output", async (t) => {
    const directory = directoryWith(t, { "a.yaml": POD, "b.yaml": FIXED, "c.txt": POD });
    chmodSync(join(directory, "a.yaml"), 0o640);
    const { code, stdout, stderr } = await runCli(["fix", "--write", directory]);
    assert.deepEqual([code, stdout], [0, ""]);
    assert.match(stderr, /^4 edits fix 1 of 1 workload/);
    assert.equal(bytesOf(directory, "a.yaml").toString(), FIXED);
    assert.equal(bytesOf(directory, "c.txt").toString(), POD);
    assert.equal(statSync(join(directory, "a.yaml")).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(directory).toSorted(), ["a.yaml", "b.yaml", "c.txt"]);
    const again = await runCli(["fix", "-i", directory]);
    assert.deepEqual([again.code, again.stdout], [0, ""]);
    assert.match(again.stderr, /^nothing to fix: 2 workloads meet their levels/);
  });

  it("without the flag changes no file", async (t) => {
    const directory = directoryWith(t, { "a.yaml": POD });
    for (const format of [[], ["-o", "json"], ["-o", "kustomize"]]) await runCli(["fix", ...format, directory]);
    assert.equal(bytesOf(directory, "a.yaml").toString(), POD);
  });

  it("keeps a byte order mark and CRLF", async (t) => {
    const before = `\uFEFF${POD.replaceAll("\n", "\r\n")}`;
    const directory = directoryWith(t, { "a.yaml": before });
    await runCli(["fix", "--write", directory]);
    assert.equal(bytesOf(directory, "a.yaml").toString(), `\uFEFF${FIXED.replaceAll("\n", "\r\n")}`);
  });

  it("leaves a file alone that is not UTF-8, and ends with exit code 3", async (t) => {
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(POD, "utf16le")]);
    const latin1 = Buffer.from(POD, "latin1");
    const directory = directoryWith(t, { "a.yaml": utf16, "b.yaml": latin1, "c.yaml": POD });
    const { code, stderr } = await runCli(["fix", "--write", directory]);
    assert.equal(code, 3);
    assert.equal(stderr.match(/could not be written: it is not UTF-8; save it as UTF-8/g)?.length, 2);
    assert.deepEqual(bytesOf(directory, "a.yaml"), utf16);
    assert.deepEqual(bytesOf(directory, "b.yaml"), latin1);
    assert.equal(bytesOf(directory, "c.yaml").toString(), FIXED);
  });

  it("refuses a link that leads out of its directory", async (t) => {
    const directory = directoryWith(t, { "target.txt": POD });
    mkdirSync(join(directory, "in"));
    symlinkSync(join(directory, "target.txt"), join(directory, "in/a.yaml"));
    const { code, stderr } = await runCli(["fix", "--write", join(directory, "in")]);
    assert.equal(code, 3);
    assert.match(stderr, /could not be written: it is a symbolic link that leads out of its directory/);
    assert.equal(bytesOf(directory, "target.txt").toString(), POD);
  });

  it("refuses a file that changed since it was read", async (t) => {
    const directory = directoryWith(t, { "a.yaml": `${POD}# new\n` });
    const file = join(directory, "a.yaml");
    await assert.rejects(editFile(file, { before: POD, edits: [] }), /it changed since it was read; run this again/);
    assert.equal(bytesOf(file).toString(), `${POD}# new\n`);
    assert.deepEqual(readdirSync(directory), ["a.yaml"]);
  });
});

describe("fix with accepted violations", () => {
  const ACCEPTING = POD.replace("{name: web}", `{name: web, annotations: {ACCEPT}}`);
  const accepting = (check: string, more = ""): string =>
    ACCEPTING.replace("ACCEPT", `kubectl-pss/accept.${check}: "known${more}"`);

  it("leaves an accepted violation as it is, and fixes the others", async () => {
    const { code, stdout, stderr } = await runCli(["fix", "--exit-code", "-"], { stdin: accepting("runAsNonRoot") });
    assert.equal(code, 0);
    assert.match(stdout, /RuntimeDefault/);
    assert.doesNotMatch(stdout, /runAsNonRoot: true/);
    assert.match(stderr, /^3 edits fix 1 of 1 workload that violates/m);
    assert.match(
      stderr,
      /^1 violation is accepted, and stays as it is \(runAsNonRoot\); --only runAsNonRoot edits it all the same$/m,
    );
    const again = await runCli(["fix", "-"], { stdin: stdout });
    assert.equal(again.stdout, stdout);
    assert.match(again.stderr, /^nothing to fix: all violations are accepted$/m);
  });

  it("edits it if --only names its check", async () => {
    const { stdout } = await runCli(["fix", "--only", "runAsNonRoot", "-"], { stdin: accepting("runAsNonRoot") });
    assert.match(stdout, /runAsNonRoot: true/);
  });

  it("does not let an accepted violation block the edits of others", async () => {
    const stdin = accepting("hostPorts").replace("  - name: web\n", "  - name: web\n    ports: [{hostPort: 80}]\n");
    const { stdout } = await runCli(["fix", "-"], { stdin });
    assert.match(stdout, /hostPort: 80[^]*runAsNonRoot: true/);
  });

  it("ignores an acceptance that is over, and warns about one that accepts nothing", async () => {
    const over = await runCli(["fix", "-"], { stdin: accepting("runAsNonRoot", "; until=2026-11-29") });
    assert.match(over.stdout, /runAsNonRoot: true/);
    const wrong = await runCli(["fix", "-"], { stdin: accepting("runAsNonroot") });
    assert.match(wrong.stdout, /runAsNonRoot: true/);
    assert.match(wrong.stderr, /did you mean runAsNonRoot\?; it accepts nothing/);
  });

  it("leaves the fields of an accepted container alone, and all edits of the pod", async () => {
    const two = `${POD}  - name: log\n`;
    const one = two.replace("{name: web}", `{name: web, annotations: {kubectl-pss/accept.CHECK: "x; container=log"}}`);
    const escalation = one.replace("CHECK", "allowPrivilegeEscalation");
    const edited = await runCli(["fix", "--exit-code", "-"], { stdin: escalation });
    assert.equal(edited.stdout.match(/allowPrivilegeEscalation: false/g)?.length, 1);
    assert.equal(edited.code, 0);
    const whole = await runCli(["fix", "--exit-code", "-"], { stdin: one.replace("CHECK", "runAsNonRoot") });
    assert.equal(whole.code, 1);
    assert.match(whole.stderr, /the violation of container log is accepted, and the edit would be for the whole pod/);
  });

  it("reads a list, and the configuration beside the files", async (t) => {
    const entries = "- {check: runAsNonRoot, name: web, reason: known}\n";
    const settings = `levels: [{level: baseline, path: base.yaml}]\nexclude: [old/]\naccept:\n  ${entries}`;
    const directory = directoryWith(t, { "a.yaml": POD, "base.yaml": POD, "list.yaml": entries });
    const list = join(directory, "list.yaml");
    const byList = await runCli(["fix", "--accept", list, join(directory, "a.yaml")]);
    assert.doesNotMatch(byList.stdout, /runAsNonRoot/);
    mkdirSync(join(directory, "old"));
    writeFileSync(join(directory, "old", "b.yaml"), POD);
    writeFileSync(join(directory, ".kubectl-pss.yaml"), settings);
    rmSync(list);
    const { stdout } = await runCli(["fix", "-o", "json", directory]);
    const { workloads, summary } = JSON.parse(stdout);
    assert.deepEqual(
      workloads.map(({ source, state, left }: { source: { file: string }; state: string; left: unknown[] }) => [
        source.file.replace(`${directory}/`, ""),
        state,
        left.length,
      ]),
      [["a.yaml", "fixed", 1]],
    );
    assert.deepEqual([summary.workloads, summary.violating, summary.accepted], [2, 1, 1]);
    const own = join(directory, "own.yaml");
    writeFileSync(own, "levels: [{level: privileged}]\n");
    const named = await runCli(["fix", "--config", own, join(directory, "a.yaml")]);
    assert.equal(named.stdout, "");
  });
});

describe("fix --evidence", () => {
  const WITH_IMAGE = POD.replace("- name: web", "- name: web\n    image: web");
  const EVIDENCE = `kind: Pod
apiVersion: v1
metadata: {name: web-1}
spec: {containers: [{name: web, image: web}]}
status: {containerStatuses: [{name: web, user: {linux: {uid: UID}}}]}
`;

  it("reads a dump, also from standard input", async (t) => {
    const directory = directoryWith(t, { "a.yaml": WITH_IMAGE });
    const run = (uid: string) =>
      runCli(["fix", "--evidence", "-", join(directory, "a.yaml")], { stdin: EVIDENCE.replace("UID", uid) });
    const safe = await run("101");
    assert.equal(safe.code, 0);
    assert.match(safe.stdout, /runAsNonRoot: true/);
    assert.match(safe.stderr, /^Evidence: 1 pod of standard input$/m);
    assert.match(safe.stderr, /^ {2}safe: runAsNonRoot: web: its image runs as user 101 in 1 pod/m);
    assert.doesNotMatch(safe.stderr, /look for these messages/);
    const root = await run("0");
    assert.equal(root.stdout, "");
    assert.match(root.stderr, /runAsNonRoot.*: the edit would break it: web: its image runs as root in 1 pod, so with/);
  });

  it("says that a dump has no pod, and that a part of it could not be read", async (t) => {
    const directory = directoryWith(t, { "a.yaml": WITH_IMAGE, "none.yaml": "kind: Service\napiVersion: v1\n" });
    const dump = join(directory, "none.yaml");
    const none = await runCli(["fix", "--evidence", dump, join(directory, "a.yaml")]);
    assert.equal(none.code, 0);
    assert.match(
      none.stderr,
      /^Evidence: no pod in .*none\.yaml, so the effect of each edit is as unknown as without/m,
    );
    assert.match(none.stderr, /look for these messages/);
    writeFileSync(dump, "a: [1\n");
    const broken = await runCli(["fix", "--evidence", dump, join(directory, "a.yaml")]);
    assert.equal(broken.code, 3);
    assert.match(broken.stderr, /^Evidence: no pod of .*none\.yaml could be read/m);
  });

  it("writes nothing if no evidence could be read, except with --force", async (t) => {
    const directory = directoryWith(t, { "a.yaml": WITH_IMAGE, "none.yaml": "a: [1\n" });
    const file = join(directory, "a.yaml");
    const write = ["fix", "--write", "--evidence", join(directory, "none.yaml"), file];
    const { code, stderr } = await runCli(write);
    assert.equal(code, 3);
    assert.match(stderr, /^error: nothing is written, because no pod of --evidence could be read\n--force writes/m);
    assert.equal(readFileSync(file, "utf8"), WITH_IMAGE);
    assert.equal((await runCli([...write, "--force"])).code, 3);
    assert.match(readFileSync(file, "utf8"), /runAsNonRoot: true/);
  });

  it("refuses flags of a cluster that it does not read, and one input for both", async () => {
    for (const [args, message] of [
      [["--context", "a", "x.yaml"], "--context selects a cluster, and fix reads none without --evidence cluster"],
      [["--evidence", "d.yaml", "-s", "a", "--user", "b", "x.yaml"], "--user, --server select a cluster"],
      [["--evidence", "-", "-"], "standard input is both the manifests and the evidence"],
      [["--evidence", "", "x.yaml"], "It is empty"],
    ] as const) {
      const { code, stderr } = await runCli(["fix", ...args]);
      assert.equal(code, 2, stderr);
      assert.ok(stderr.includes(message), stderr);
    }
  });
});

describe("fix --render", () => {
  it("is refused with the commands that print the edited output", async () => {
    const { code, stderr } = await runCli([
      ...["fix", "--render", "--level", "baseline", "--take-away", "-o", "kustomize", "--values", "a.yaml,b c.yaml"],
      ...["--set", "x=$y", "-n", "shop", "test/fixtures/rendered"],
    ]);
    assert.equal(code, 2);
    const filter = "kubectl pss fix --level baseline:latest --take-away -o kustomize -";
    assert.deepEqual(stderr.split("\n").slice(0, 4), [
      "error: fix edits files, and rendered output is in no file",
      "Print the output with the edits:",
      `  helm template --namespace=shop '--set=x=$y' --values=a.yaml '--values=b c.yaml' test/fixtures/rendered/chart | ${filter}`,
      `  kubectl kustomize test/fixtures/rendered/overlay | ${filter}`,
    ]);
    const named = await runCli(["fix", "-k", "overlays/prod"]);
    assert.match(named.stderr, /^ {2}kubectl kustomize overlays\/prod \| kubectl pss fix -$/m);
    const none = await runCli(["fix", "--render", "test/fixtures/fix"]);
    assert.match(none.stderr, /no chart and no kustomization among the inputs: leave --render out/);
  });
});

describe("fix as a filter", () => {
  it("keeps bytes that it cannot edit, and ends with exit code 0", async () => {
    const bytes = Buffer.concat([Buffer.from("a: \n"), Buffer.from([0xe9, 0x0a])]);
    const stdin = Buffer.concat([Buffer.from(`${POD}---\n`), bytes]);
    const { code, stdout, stderr } = await runCli(["fix", "-"], { stdin });
    assert.equal(code, 0);
    assert.equal(stdout, stdin.toString());
    assert.match(stderr, /^no edits: 1 workload that violates \S+ is in a file that could not be edited\n/m);
    assert.match(stderr, /^<stdin>: left alone, because it is not UTF-8; save it as UTF-8$/m);
  });

  it("has the words of a workload that is left alone, if its text is in UTF-16", async () => {
    const stdin = Buffer.from(`\uFEFF${POD}`, "utf16le");
    const { code, stderr } = await runCli(["fix", "--exit-code", "-"], { stdin });
    assert.equal(code, 1);
    assert.match(stderr, /^no edits: /);
  });

  it("keeps a byte order mark, and documents without a workload", async () => {
    const others = "---\n{{ x }\n---\nkind: ConfigMap\ndata: {a: '::error::'}\n...\nrest\n";
    const { code, stdout } = await runCli(["fix", "-"], { stdin: `\uFEFF${POD}${others}` });
    assert.equal(code, 0);
    assert.equal(stdout, `\uFEFF${FIXED}${others}`);
  });

  it("edits a text of many pieces as --write does, with every other byte as it was", async (t) => {
    const long = `data: {a: "${"é𝒳 ".repeat(40_000)}"}`;
    const lines = Array.from({ length: 4000 }, (_, index) => `# ${index} é𝒳 and more\n`).join("");
    const others = `---\nkind: ConfigMap\n${long}\n${lines}::error::\n`;
    const of = (pod: string): string => `\uFEFF${[pod, pod, pod].join(others)}`;
    const [before, after] = [of(`---\n${POD}`), of(`---\n${FIXED}`)];
    const { stdout } = await runCli(["fix", "-"], { stdin: before });
    assert.ok(stdout === after, "the filter changed other bytes");
    const directory = directoryWith(t, { "a.yaml": before });
    await runCli(["fix", "--write", directory]);
    assert.ok(bytesOf(directory, "a.yaml").equals(Buffer.from(after)), "--write changed other bytes");
  });

  it("edits the output of Helm", async () => {
    const source = "---\n# Source: web/templates/pod.yaml\n";
    const { stdout } = await runCli(["fix", "-"], { stdin: source + POD });
    assert.equal(stdout, source + FIXED);
  });

  it("reports with --exit-code what is left", async () => {
    const stdin = POD.replace("spec: # é", "spec:\n  hostPID: true");
    assert.equal((await runCli(["fix", "--exit-code", "-"], { stdin })).code, 1);
    assert.equal((await runCli(["fix", "--exit-code", "-"], { stdin: POD })).code, 0);
  });

  it("prints nothing more than it reads if there is nothing to do", async () => {
    const { code, stdout } = await runCli(["fix", "-"], { stdin: FIXED });
    assert.deepEqual([code, stdout], [0, FIXED]);
  });
});
