import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { completionScript } from "../../src/cli/completion/scripts.ts";
import { STAGE } from "../../release/executable/build.ts";
import { TARGETS, archiveName, executableName, hostTarget } from "../../release/targets.ts";
import manifest from "../../package.json" with { type: "json" };
import { hasSymbolTable, platformOf, signatureOf } from "./executable-format.ts";
import { packageInto, packaged, unpackExecutable } from "./packaged.ts";

const FILES = [
  ...["LICENSE", "README.md", "THIRD-PARTY-LICENSES.txt"],
  ...["completions/_kubectl-pss", "completions/kubectl-pss.bash", "completions/kubectl-pss.fish"],
];
/** The completion program of a plugin outside Windows: a shell script. */
const KUBECTL_COMPLETION = "completions/kubectl_complete-pss";
/** The limit of a download. It was 46 MB at most when this was written, almost all of it Node. */
const MOST_BYTES = 52_000_000;
/** Node reads this mark at its start: 1 means that it contains a program. */
const FUSE = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:1";

const artifacts = await packaged();
if (artifacts !== undefined) {
  const work = mkdtempSync(join(tmpdir(), "kubectl-pss-package-test-"));
  after(() => rmSync(work, { recursive: true }));
  const read = (name: string): Buffer => readFileSync(join(artifacts, name));

  for (const target of TARGETS) {
    describe(`the archive for ${target.name}`, () => {
      const directory = join(work, target.name);
      mkdirSync(directory);
      const archive = archiveName(target, manifest.version);
      const unpack = target.os === "windows" ? ["unzip", "-q", "-d", directory] : ["tar", "-C", directory, "-xf"];
      execFileSync(unpack[0] ?? "", [...unpack.slice(1), join(artifacts, archive)]);
      const program = readFileSync(join(directory, executableName(target)));

      it("contains the executable, licences and completions at its root, and nothing else", () => {
        const found = readdirSync(directory, { recursive: true, encoding: "utf8" });
        const files = found.filter((file) => statSync(join(directory, file)).isFile());
        const beside = target.os === "windows" ? FILES : [...FILES, KUBECTL_COMPLETION];
        assert.deepEqual(files.toSorted(), [...beside, executableName(target)].toSorted());
        assert.ok(statSync(join(artifacts, archive)).size < MOST_BYTES);
      });

      it("has an executable program, and readable other files", () => {
        const mode = (file: string): string => (statSync(join(directory, file)).mode & 0o777).toString(8);
        assert.deepEqual([mode(executableName(target)), mode("LICENSE")], ["755", "644"]);
      });

      it("contains the program for that platform, and no path of the build machine", () => {
        assert.equal(platformOf(program), target.name);
        assert.ok(program.includes(FUSE));
        assert.ok(program.includes("pod-security.kubernetes.io/"), "the program's own text");
        for (const place of [process.cwd(), homedir()]) assert.ok(!program.includes(`${place}/`), place);
      });

      it(target === hostTarget() ? "starts from a snapshot" : "starts without a snapshot", () => {
        // The path of the script is only in a snapshot.
        assert.equal(program.includes(join(STAGE, "main.js")), target === hostTarget());
      });

      it("contains the licences of its components", () => {
        const texts = readFileSync(join(directory, "THIRD-PARTY-LICENSES.txt"), "utf8");
        for (const name of ["commander", "js-yaml", "@kubernetes/client-node", "Node.js", "OpenSSL", "V8"]) {
          assert.ok(texts.includes(name), name);
        }
        assert.equal(readFileSync(join(directory, "completions/kubectl-pss.fish"), "utf8"), completionScript("fish"));
      });

      if (target.os === "linux") it("is stripped", () => assert.equal(hasSymbolTable(program), false));
      if (target.os === "darwin") {
        it("is signed ad hoc, with the right hash of each page", () => {
          const signature = signatureOf(program);
          const { pages = 0, covered, expected, ...rest } = signature ?? {};
          assert.deepEqual(rest, { identifier: "kubectl-pss", isAdHoc: true, wrongPages: 0 });
          assert.ok(pages > 20_000);
          assert.equal(covered, expected);
          // The same check detects an executable that macOS would not run.
          assert.equal(signatureOf(Buffer.from(program).fill(1, 5_000_000, 5_000_001))?.wrongPages, 1);
        });
      }
    });
  }

  it("SHA256SUMS has the checksum of each file", () => {
    const files = readdirSync(artifacts).filter((file) => file !== "SHA256SUMS");
    const sums = files.toSorted().map((file) => `${createHash("sha256").update(read(file)).digest("hex")}  ${file}\n`);
    assert.equal(read("SHA256SUMS").toString(), sums.join(""));
    assert.equal(files.length, TARGETS.length + 1);
  });

  it("a second run for this machine gives the same checksums", async () => {
    const host = hostTarget();
    assert.ok(host !== undefined);
    const again = join(work, "again");
    // Node passes this variable to each of its children.
    await packageInto(again, [host.name], { NODE_V8_COVERAGE: join(work, "coverage"), TMPDIR: work });
    const name = archiveName(host, manifest.version);
    if (readFileSync(join(again, name)).equals(read(name))) return;
    const [one, other] = [artifacts, again].map((from, index) => {
      const into = join(work, `alike-${index}`);
      mkdirSync(into);
      execFileSync("tar", ["-C", into, "-xf", join(from, name)]);
      return join(into, executableName(host));
    });
    const { stdout } = spawnSync("sh", ["-c", 'cmp -l "$0" "$1" | head -40', one ?? "", other ?? ""], {
      encoding: "utf8",
    });
    assert.fail(`the bytes that differ in the executables, if any:\n${stdout}`);
  });

  it("an unknown target is rejected, with a list of the targets", () => {
    const args = ["test/toolchain/with-node.js", "--pinned", "release/package.ts", "linux-sparc"];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    const names = TARGETS.map(({ name }) => name).join(", ");
    assert.deepEqual([status, stdout, stderr], [1, "", `error: "linux-sparc" is no target: there are ${names}\n`]);
  });

  describe("the executable for this machine", async () => {
    const directory = join(work, "run");
    mkdirSync(directory);
    const executable = await unpackExecutable(artifacts, directory);
    const manifests = join(directory, "one.yaml");
    writeFileSync(
      manifests,
      "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: b, image: c}]}\n",
    );
    const RUNS: readonly (readonly string[])[] = [
      ["--help"],
      ["help", "plan"],
      ["version"],
      ["lint", "--level", "restricted", manifests],
      ...[
        "wide",
        "json",
        "yaml",
        "name",
        "markdown",
        "html",
        "sarif",
        "junit",
        "github",
        "gitlab",
        "rdjson",
        "azure",
      ].map((format) => [
        "lint",
        "--level",
        "restricted",
        "-o",
        format,
        ...(["json", "yaml", "markdown", "html"].includes(format) ? ["--no-timestamp"] : []),
        manifests,
      ]),
      ["lint", "no-such-file.yaml"],
      ["lint", "--no-such-flag"],
      ["explain", "seccompProfile_restricted"],
      ["explain", "restricted", "-o", "yaml"],
      ["audit", "-f", manifests],
      ["plan", "-f", manifests],
      ["dry-run", "-f", manifests, "--enforce", "restricted"],
      ["audit", "--kubeconfig", "no-such-file"],
      ["completion", "kubectl"],
    ];
    const env = { PATH: process.env["PATH"], HOME: directory, TZ: "Asia/Tokyo" };
    for (const args of RUNS) {
      it(`${args.join(" ").replace(directory, "")}: the same as the npm package`, () => {
        const ours = spawnSync(executable, args, { encoding: "utf8", env });
        const theirs = spawnSync(process.execPath, ["bin/kubectl-pss.js", ...args], { encoding: "utf8", env });
        assert.deepEqual([ours.status, ours.stdout, ours.stderr], [theirs.status, theirs.stdout, theirs.stderr]);
      });
    }

    it("reads standard input, and writes to a pipe that closes early", () => {
      const script = `"$0" lint --level restricted - < "$1"; echo $?; "$0" lint -o json "$1" | head -c 1`;
      const { stdout, stderr } = spawnSync("sh", ["-c", script, executable, manifests], { encoding: "utf8", env });
      assert.match(stdout, /runAsNonRoot[^]*\n1\n\{$/);
      assert.match(stderr, /^info: <stdin>:1: 1 object has no namespace.*\n$/);
    });

    it("shows its progress on a terminal, like the npm package", () => {
      const many = join(directory, "many");
      mkdirSync(many);
      for (let index = 0; index < 250; index++) cpSync(manifests, join(many, `${index}.yaml`));
      const onTerminal = (program: string): { status: number | null; stdout: string } =>
        spawnSync(
          "script",
          ["-qec", `stty cols 120; ${program} lint -o name --level restricted ${many}`, "/dev/null"],
          {
            encoding: "utf8",
            env: { ...env, TERM: "xterm-256color" },
          },
        );
      const [ours, theirs] = [onTerminal(executable), onTerminal(`${process.execPath} bin/kubectl-pss.js`)];
      for (const { status, stdout } of [ours, theirs]) {
        assert.equal(status, 1, stdout);
        assert.match(stdout, /reading manifests/);
        assert.equal(stdout.match(/pod\/a\r?$/gm)?.length, 250);
      }
    });

    it("ignores Node's options, as flags and in the environment", () => {
      const options = { ...env, NODE_OPTIONS: "--require=/no/such/file.js" };
      const { status, stderr } = spawnSync(executable, ["version"], { encoding: "utf8", env: options });
      assert.deepEqual([status, stderr], [0, ""]);
      const flag = spawnSync(executable, ["--eval", "0"], { encoding: "utf8", env });
      assert.match(flag.stderr, /unknown option '--eval'/);
    });
  });
}
