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
    await assert.rejects(editFile(file, { before: POD, after: FIXED }), /it changed since it was read; run this again/);
    assert.equal(bytesOf(file).toString(), `${POD}# new\n`);
    assert.deepEqual(readdirSync(directory), ["a.yaml"]);
  });
});

describe("fix as a filter", () => {
  it("keeps bytes that it cannot edit, and ends with exit code 0", async () => {
    const bytes = Buffer.concat([Buffer.from("a: \n"), Buffer.from([0xe9, 0x0a])]);
    const stdin = Buffer.concat([Buffer.from(`${POD}---\n`), bytes]);
    const { code, stdout, stderr } = await runCli(["fix", "-"], { stdin });
    assert.equal(code, 0);
    assert.equal(stdout, stdin.toString());
    assert.match(stderr, /error: <stdin>: it is not UTF-8; save it as UTF-8; it is printed as it is/);
  });

  it("keeps a byte order mark, and documents without a workload", async () => {
    const others = "---\n{{ x }\n---\nkind: ConfigMap\ndata: {a: '::error::'}\n...\nrest\n";
    const { code, stdout } = await runCli(["fix", "-"], { stdin: `\uFEFF${POD}${others}` });
    assert.equal(code, 0);
    assert.equal(stdout, `\uFEFF${FIXED}${others}`);
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
