import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import manifest from "../../package.json" with { type: "json" };
import { containerfile } from "./containerfile.ts";

const { version, stages, base, instructions, user } = containerfile();

function textsOf(instruction: string): readonly string[] {
  return instructions.filter(({ name }) => name === instruction).map(({ text }) => text);
}

test("the base is distroless and pinned by its digest", () => {
  assert.match(base, /^gcr\.io\/distroless\/cc-debian13:nonroot@sha256:[0-9a-f]{64}$/);
});

test("the image of every stage is pinned by its digest", () => {
  assert.equal(stages.length, 2);
  for (const { from } of stages) assert.match(from, /^\S+:\S+@sha256:[0-9a-f]{64}$/);
});

test("the image has this version", () => {
  assert.equal(version, manifest.version);
});

test("the user is a number, so that a kubelet can verify that it is not root", () => {
  assert.match(user, /^[1-9]\d*:[1-9]\d*$/);
});

test("the image runs only the program, without a shell", () => {
  assert.deepEqual(textsOf("ENTRYPOINT"), ['["/usr/bin/kubectl-pss"]']);
  assert.deepEqual([...textsOf("RUN"), ...textsOf("CMD"), ...textsOf("ADD")], []);
  assert.deepEqual(textsOf("COPY"), ["--from=files /image/ /"]);
});

test("the image has labels that describe it", () => {
  const names = [...(textsOf("LABEL")[0] ?? "").matchAll(/org\.opencontainers\.image\.([\w.]+)=/g)].map(
    ([, name]) => name,
  );
  assert.deepEqual(names.toSorted(), [
    "base.name",
    "description",
    "documentation",
    "licenses",
    "revision",
    "source",
    "title",
    "version",
  ]);
});

const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-image-"));
after(() => rmSync(workspace, { recursive: true }));

/**
 * Stand-ins for Debian's tools, with their state in a folder: packages exist once their architecture does, and contain the same files as Debian's.
 */
const TOOLS: Readonly<Record<string, string>> = {
  dpkg: '[ "$1" = --add-architecture ] && echo "$2" >> "$STATE/architectures"',
  "apt-get": `case "$1" in
    update) cp "$STATE/architectures" "$STATE/lists" ;;
    download) shift; for package in "$@"; do
      grep -qx "\${package#*:}" "$STATE/lists"
      echo "\${package#*:}" > "\${package%%:*}_1_\${package#*:}.deb"
    done ;;
    *) exit 99 ;;
  esac`,
  "dpkg-deb": `case "$1 $2" in
    "--extract libatomic1_1_"*) mkdir -p "$3/usr/lib/$(cat "$2")" && touch "$3/usr/lib/$(cat "$2")/libatomic.so.1" ;;
    "--fsys-tarfile gcc-14-base_1_"*) tar -c -C "$STATE/gcc-14-base" . ;;
    *) exit 99 ;;
  esac`,
};

/** Runs the first stage's script without root, container and network, and returns the folder that becomes the image. */
function filesOf(architecture: string): string {
  const root = mkdtempSync(join(workspace, "stage-"));
  const put = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), text, { mode });
  };
  for (const [name, script] of Object.entries(TOOLS)) put(`bin/${name}`, `#!/bin/sh -e\n${script}\n`, 0o755);
  for (const document of ["copyright", "changelog"]) put(`state/gcc-14-base/usr/share/doc/gcc-14-base/${document}`, "");
  for (const name of ["x64", "arm64"]) {
    // The files in a release's archives may have any owner and mode.
    const files = { "kubectl-pss": name, LICENSE: "", "THIRD-PARTY-LICENSES.txt": "", "completions.bash": "" };
    for (const [file, text] of Object.entries(files)) put(`${name}/${file}`, text, 0o700);
    mkdirSync(join(root, "archives"), { recursive: true });
    const archive = join(root, `archives/kubectl-pss_v${version}_linux_${name}.tar.gz`);
    assert.equal(spawnSync("tar", ["-czf", archive, "-C", join(root, name), ...Object.keys(files)]).status, 0);
  }
  const [run, ...others] = stages[0]?.instructions.filter(({ name }) => name === "RUN") ?? [];
  assert.ok(run !== undefined && others.length === 0);
  const script = run.text.replaceAll(/(?<=[ "])\/(?=image|archives|packages)/g, `${root}/`);
  const PATH = `${join(root, "bin")}:${process.env["PATH"]}`;
  const env = { PATH, STATE: join(root, "state"), VERSION: version, TARGETARCH: architecture };
  const { status, stderr } = spawnSync("sh", ["-c", script], { env, encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return join(root, "image");
}

for (const [architecture, archive] of [
  ["amd64", "x64"],
  ["arm64", "arm64"],
] as const) {
  test(`the image for ${architecture} contains the executable of ${archive}, its libraries, and their licences`, () => {
    const image = filesOf(architecture);
    const files = readdirSync(image, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.deepEqual(files.map(({ parentPath, name }) => relative(image, join(parentPath, name))).toSorted(), [
      "usr/bin/kubectl-pss",
      `usr/lib/${architecture}/libatomic.so.1`,
      "usr/share/doc/gcc-14-base/copyright",
      "usr/share/doc/kubectl-pss/LICENSE",
      "usr/share/doc/kubectl-pss/THIRD-PARTY-LICENSES.txt",
    ]);
    const executable = join(image, "usr/bin/kubectl-pss");
    assert.equal(readFileSync(executable, "utf8"), archive);
    assert.equal(statSync(executable).mode & 0o7777, 0o755);
  });
}

test("the script uses the archives of this version for Linux", () => {
  const copies = stages[0]?.instructions.filter(({ name }) => name === "COPY").map(({ text }) => text);
  assert.deepEqual(copies, ["release-artifacts/kubectl-pss_v${VERSION}_linux_*.tar.gz /archives/"]);
});
