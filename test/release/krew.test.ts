import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { load } from "js-yaml";
import { ZipFile } from "yazl";
import { parseSums, renderManifest } from "../../release/krew.ts";
import { archiveName, executableName, TARGETS, type Target } from "../../release/targets.ts";
import { buildTools, runProgram, type Run } from "./tools.ts";
import { leaveOut } from "../missing-tool.ts";

interface Platform {
  readonly selector: { readonly matchLabels: { readonly os: string; readonly arch: string } };
  readonly uri: string;
  readonly sha256: string;
  readonly bin: string;
}
interface Manifest {
  readonly metadata: { readonly name: string };
  readonly spec: Readonly<Record<"version" | "homepage" | "shortDescription" | "description" | "caveats", string>> & {
    readonly platforms: readonly Platform[];
  };
}

const VERSION = "1.2.3-rc.1";
const TAG = `v${VERSION}`;
const OWNER = "some-owner";
const REPOSITORY = `${OWNER}/some.repo`;
const TEMPLATE = readFileSync(".krew.yaml", "utf8");
/** A stand-in for the program in the archives. package.test.ts tests the real programs. */
const PROGRAM = '#!/bin/sh\nprintf "%s\\n" "${0##*/}" "$@"\n';
const FILES: readonly (readonly [name: string, text: string])[] = [
  ["LICENSE", "a licence\n"],
  ["THIRD-PARTY-LICENSES.txt", "more\n"],
  ["README.md", "# kubectl pss\n"],
  ["completions/kubectl-pss.bash", "true\n"],
];

// Awaited before the tests are declared: code after them would run when `after` has ended.
const tools = await buildTools(
  "The manifest for krew is not tried with krew itself",
  "krew",
  "validate-krew-manifest",
  "render",
);
const hasKubectl = await runProgram("kubectl", ["version", "--client"]).then(
  () => true,
  () => false,
);
if (tools !== undefined && !hasKubectl) {
  leaveOut("The plugin that krew installs is run without kubectl, because kubectl is not installed");
}

const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-krew-"));
after(() => rmSync(workspace, { recursive: true }));

/** krew uses Go's names of platforms. */
const selectorOf = ({ os, arch }: Target): { os: string; arch: string } => ({
  os,
  arch: arch === "x64" ? "amd64" : arch,
});

/** Invented checksums, each different. */
const SUMS = new Map(
  TARGETS.map((target) => {
    const name = archiveName(target, VERSION);
    return [name, createHash("sha256").update(name).digest("hex")] as const;
  }),
);

const sumsText = (sums: ReadonlyMap<string, string>): string =>
  [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join("");

describe("the manifest for krew", () => {
  const manifest = load(renderManifest(TEMPLATE, { tag: TAG, repository: REPOSITORY, sums: SUMS })) as Manifest;

  it("has each platform of a release, with its archive, checksum and program", () => {
    const base = `https://github.com/${REPOSITORY}/releases/download/${TAG}`;
    assert.deepEqual(
      manifest.spec.platforms,
      TARGETS.map((target) => ({
        selector: { matchLabels: selectorOf(target) },
        uri: `${base}/${archiveName(target, VERSION)}`,
        sha256: SUMS.get(archiveName(target, VERSION)),
        bin: executableName(target),
      })),
    );
  });

  it("names the release and its repository", () => {
    const { version, homepage, caveats } = manifest.spec;
    assert.deepEqual([version, homepage], [TAG, `https://github.com/${REPOSITORY}`]);
    assert.match(caveats, new RegExp(`^ *${homepage}/blob/${TAG}/docs/rbac\\.yaml$`, "m"));
  });

  it("has a description that fits into the output of `kubectl krew search`, and the requirements", () => {
    const { shortDescription, description, caveats } = manifest.spec;
    // krew truncates it there. Its rules forbid a full stop and the word plugin.
    assert.ok(shortDescription.length <= 50, shortDescription);
    assert.doesNotMatch(shortDescription, /kube|plugin|\.$/i);
    // krew links only the program.
    assert.match(caveats, /kubectl_complete-pss[^]*`kubectl pss completion kubectl`/);
    assert.match(caveats, /glibc 2\.28[^]*libstdc\+\+6 and libatomic1[^]*libatomic of Fedora[^]*get and list/);
    for (const line of `${description}${caveats}`.split("\n")) {
      // krew indents it; an address must not wrap.
      assert.ok(line.length <= 80 || line.includes("https://"), line);
    }
  });

  it("has no comments of the template", () => {
    assert.doesNotMatch(
      renderManifest(TEMPLATE, { tag: TAG, repository: REPOSITORY, sums: SUMS }),
      /\{\{|\/\*|krew-release-bot/,
    );
  });
});

describe("release/krew.ts", () => {
  /** Runs the script in a folder with a template and checksums; by default those of a release. */
  async function tryScript(
    args: readonly string[],
    { template = TEMPLATE, sums = sumsText(SUMS) }: { readonly template?: string; readonly sums?: string } = {},
  ): Promise<Run> {
    const cwd = mkdtempSync(join(workspace, "script-"));
    writeFileSync(join(cwd, ".krew.yaml"), template);
    writeFileSync(join(cwd, "SHA256SUMS"), sums);
    return await runProgram(process.execPath, [resolve("release/krew.ts"), ...args], { cwd });
  }
  const ARGS = [TAG, REPOSITORY, "SHA256SUMS"];

  it("prints the manifest, also for checksums in binary mode and of more files", async () => {
    const sums = `${"0".repeat(64)}  another.json\n${sumsText(SUMS).replaceAll("  ", " *")}`;
    const { code, stdout, stderr } = await tryScript(ARGS, { sums });
    const manifest = renderManifest(TEMPLATE, { tag: TAG, repository: REPOSITORY, sums: SUMS });
    assert.deepEqual([code, stdout, stderr], [0, manifest, ""]);
  });

  const [first = ""] = SUMS.keys();
  for (const [what, args, files, message] of [
    ["no arguments", [], {}, "expected three arguments"],
    ["an extra argument", [...ARGS, "more"], {}, "expected three arguments"],
    ["a version without its v", [VERSION, ...ARGS.slice(1)], {}, `"${VERSION}" is no tag of a release`],
    ["a tag of two numbers", ["v1.2", ...ARGS.slice(1)], {}, '"v1.2" is no tag of a release'],
    ["a tag with a line break", ["v1.2.3\nx: y", ...ARGS.slice(1)], {}, '"v1.2.3\\nx: y" is no tag of a release'],
    [
      "an address for a repository",
      [TAG, `https://github.com/${REPOSITORY}`, "SHA256SUMS"],
      {},
      `"https://github.com/${REPOSITORY}" is no repository`,
    ],
    ["a repository without an owner", [TAG, "kubectl-pss", "SHA256SUMS"], {}, '"kubectl-pss" is no repository'],
    ["no such file", [TAG, REPOSITORY, "sums"], {}, "sums cannot be read: ENOENT"],
    ["no checksums", ARGS, { sums: "" }, `there is no checksum of ${first}`],
    [
      "checksums of another version",
      ["v1.2.3", ...ARGS.slice(1)],
      {},
      `there is no checksum of ${first.replace("-rc.1", "")}`,
    ],
    [
      "an invalid checksum",
      ARGS,
      { sums: `${sumsText(SUMS)}${"0".repeat(63)}  a\n` },
      `SHA256SUMS:6: expected a SHA-256, two blanks and a file, found "${"0".repeat(63)}  a"`,
    ],
    ["a file twice", ARGS, { sums: sumsText(SUMS).repeat(2) }, `SHA256SUMS:6: a second checksum of ${first}`],
    [
      "an unknown function in the template",
      ARGS,
      { template: `${TEMPLATE}\n# {{ .Actor }}\n` },
      ".krew.yaml has what release/krew.ts does not know: {{ .Actor }}",
    ],
  ] as const) {
    it(`rejects ${what}`, async () => {
      const { code, stdout, stderr } = await tryScript(args, files);
      assert.deepEqual([code, stdout, stderr.split("\n")[0]], [2, "", `error: ${message}`]);
      // A hint, without a stack trace.
      assert.match(stderr, /^.*\n.*\S.*\n$/);
    });
  }
});

if (tools !== undefined) {
  const [krew, validate, render] = tools;
  describe("krew", () => {
    const archives = new Map<Target, string>();
    const manifest = join(workspace, "pss.yaml");
    const sums = join(workspace, "SHA256SUMS");

    before(async () => {
      const actual = new Map<string, string>();
      for (const target of TARGETS) {
        const archive = join(workspace, archiveName(target, VERSION));
        writeFileSync(archive, await makeArchive(target));
        archives.set(target, archive);
        actual.set(archiveName(target, VERSION), createHash("sha256").update(readFileSync(archive)).digest("hex"));
      }
      writeFileSync(sums, sumsText(actual));
      const release = { tag: TAG, repository: REPOSITORY, sums: parseSums(readFileSync(sums, "utf8"), sums) };
      writeFileSync(manifest, renderManifest(TEMPLATE, release));
    });

    /** Installs an archive with krew for a platform. */
    async function install(target: Target, archive = archives.get(target) ?? ""): Promise<Run & { root: string }> {
      const root = mkdtempSync(join(workspace, "root-"));
      const { os, arch } = selectorOf(target);
      const env = { KREW_ROOT: root, KREW_OS: os, KREW_ARCH: arch };
      const run = await runProgram(krew, ["install", `--manifest=${manifest}`, `--archive=${archive}`], { env });
      return { ...run, root };
    }

    it("finds no error in the manifest, and installs it on each platform with a licence", async () => {
      // The validator calls `kubectl krew install`, which would download: this passes it the archive of the requested platform.
      const programs = mkdtempSync(join(workspace, "programs-"));
      const cases = [...archives].map(([target, archive]) => {
        const { os, arch } = selectorOf(target);
        return `${os}-${arch}) exec '${krew}' "$@" --archive='${archive}' ;;`;
      });
      const kubectl = `#!/bin/sh\nshift\ncase "$KREW_OS-$KREW_ARCH" in\n${cases.join("\n")}\nesac\nexit 9\n`;
      writeFileSync(join(programs, "kubectl"), kubectl, { mode: 0o755 });
      const env = { PATH: `${programs}${delimiter}${process.env["PATH"]}` };
      const { code, stderr } = await runProgram(validate, ["-manifest", manifest], { env });
      assert.equal(code, 0, stderr);
      assert.match(stderr, /structural validation OK[^]*all spec\.platform\[\] items are used[^]*no overlapping/);
      assert.match(stderr, new RegExp(`all ${TARGETS.length} spec\\.platforms installed fine`));
    });

    it("gets the same manifest from krew-release-bot's template language", async () => {
      const args = [".krew.yaml", TAG, ...REPOSITORY.split("/"), sums];
      const { code, stdout, stderr } = await runProgram(render, args);
      assert.deepEqual([code, stdout, stderr], [0, readFileSync(manifest, "utf8"), ""]);
    });

    for (const target of TARGETS) {
      it(`installs the complete archive of ${target.name}`, async () => {
        const { code, stderr, root } = await install(target);
        assert.equal(code, 0, stderr);
        assert.match(stderr, /^Installed plugin: pss$/m);
        const store = join(root, "store", "pss", TAG);
        for (const [name, text] of [...FILES, [executableName(target), PROGRAM] as const]) {
          assert.equal(readFileSync(join(store, name), "utf8"), text, name);
        }
        assert.equal(readFileSync(join(root, "bin", executableName(target)), "utf8"), PROGRAM);
      });
    }

    it("puts a program on the PATH that kubectl runs as its command pss", async () => {
      const linux = TARGETS.find(({ name }) => name === "linux-x64");
      assert.ok(linux !== undefined);
      const { root } = await install(linux);
      const env = { PATH: `${join(root, "bin")}${delimiter}${process.env["PATH"]}` };
      const [program, ...args] = hasKubectl ? ["kubectl", "pss", "version"] : ["kubectl-pss", "version"];
      const { code, stdout, stderr } = await runProgram(program, args, { env });
      assert.deepEqual([code, stdout, stderr], [0, "kubectl-pss\nversion\n", ""]);
    });

    it("shows the caveats, indented, after the installation", async () => {
      const [target] = TARGETS;
      assert.ok(target !== undefined);
      const { stderr } = await install(target);
      assert.match(stderr, /Caveats:\n[^]*libatomic1[^]*docs\/rbac\.yaml/);
    });

    it("rejects an archive with another checksum", async () => {
      const [target, other] = TARGETS;
      assert.ok(target !== undefined && other !== undefined);
      const forged = join(workspace, "forged.tar.gz");
      writeFileSync(forged, Buffer.concat([readFileSync(archives.get(target) ?? ""), Buffer.from("\0")]));
      const { code, stderr } = await install(target, forged);
      assert.notEqual(code, 0);
      assert.match(stderr, /checksum does not match/);
    });

    it("has no archive for a platform without a release", async () => {
      const [target] = TARGETS;
      assert.ok(target !== undefined);
      const { code, stderr } = await install({ ...target, os: "windows", arch: "arm64" }, archives.get(target));
      assert.notEqual(code, 0);
      assert.match(stderr, /does not offer installation for this platform/);
    });
  });
}

/** An archive with the layout of a release's archive. */
async function makeArchive(target: Target): Promise<Buffer> {
  const program = executableName(target);
  if (target.os === "windows") {
    const zip = new ZipFile();
    zip.addBuffer(Buffer.from(PROGRAM), program, { mode: 0o100755 });
    for (const [name, text] of FILES) zip.addBuffer(Buffer.from(text), name);
    zip.end();
    return await buffer(zip.outputStream);
  }
  const folder = mkdtempSync(join(workspace, "archive-"));
  writeFileSync(join(folder, program), PROGRAM, { mode: 0o755 });
  mkdirSync(join(folder, "completions"));
  for (const [name, text] of FILES) writeFileSync(join(folder, name), text);
  // Each is different, so that the test detects a platform with another platform's archive.
  writeFileSync(join(folder, "platform"), target.name);
  return execFileSync(
    "tar",
    ["-cz", program, "platform", "completions", "LICENSE", "THIRD-PARTY-LICENSES.txt", "README.md"],
    { cwd: folder },
  );
}
