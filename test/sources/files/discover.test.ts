import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, test } from "node:test";
import { UserError } from "../../../src/api/user-error.ts";
import { discoverManifests, type Discovered } from "../../../src/sources/files/discover.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-discover-"));
after(() => rmSync(root, { recursive: true }));

let trees = 0;

/** Creates a directory with files and directories (whose names end in a slash), and returns its path. */
function tree(...names: readonly string[]): string {
  const directory = join(root, `tree-${trees++}`);
  mkdirSync(directory);
  for (const name of names) {
    mkdirSync(join(directory, name, name.endsWith("/") ? "" : ".."), { recursive: true });
    if (!name.endsWith("/")) writeFileSync(join(directory, name), "");
  }
  return directory;
}

/** The discovered inputs, a line each: type, path below a directory, and the reason if it is not read. */
function discover(directory: string, ...args: readonly string[]): string[] {
  return linesOf(directory, discoverManifests(args));
}

/** The same if hidden entries are read. */
function discoverAll(directory: string, ...args: readonly string[]): string[] {
  return linesOf(directory, discoverManifests(args, { includeHidden: true }));
}

function linesOf(directory: string, inputs: readonly Discovered[]): string[] {
  return inputs.map((found) => {
    if (found.type === "hidden") return hiddenLine(found);
    const path = "path" in found ? ` ${relative(directory, found.path)}` : "";
    return found.type + path + ("reason" in found ? `: ${found.reason}` : "");
  });
}

function hiddenLine({ manifests, directories }: Extract<Discovered, { type: "hidden" }>): string {
  const closed = directories === 0 ? [] : [`${directories} closed`];
  return [...(manifests === 0 ? [] : [`${manifests} hidden`]), ...closed].join(", ");
}

test("a directory: its manifests by name, also in subdirectories", () => {
  const directory = tree(
    "b.yaml",
    "a.yml",
    "c.json",
    "B.yaml",
    "d/x.yaml",
    "a/b/c.yaml",
    "readme.md",
    "x.yaml.bak",
    "yaml",
    "e.YAML",
  );
  assert.deepEqual(discover(directory, directory), [
    "file B.yaml",
    "file a/b/c.yaml",
    "file a.yml",
    "file b.yaml",
    "file c.json",
    "file d/x.yaml",
    "skipped e.YAML: is not read in a directory: like kubectl, a search reads only .yaml, .yml and .json in lower case; name the file as an argument to read it",
  ]);
  assert.deepEqual(discover(directory, join(directory, "e.YAML")), ["file e.YAML"]);
});

test("the files that an argument names", () => {
  const directory = tree("a.yaml", "d/b.yaml");
  const named = (...args: readonly string[]): unknown[] =>
    discoverManifests(args.map((arg) => join(directory, arg))).map((found) =>
      found.type === "file" ? found.isNamed === true : found.type,
    );
  assert.deepEqual(named("a.yaml", "d"), [true, false]);
  assert.deepEqual(named("*.yaml", "d/*"), [true, true]);
});

test("hidden entries are counted, and read only with the option; .git and node_modules are never read", () => {
  const directory = tree(
    ".a.yaml",
    ".a.txt",
    ".git/b.yaml",
    "node_modules/c.yaml",
    "node_modules/.c.yaml",
    "d/node_modules/e.yaml",
    "d/.f/g.yaml",
    "d/.f/g/.i/j.json",
    "d/.f/node_modules/k.yaml",
    "d/.f/.git/l.yaml",
    "d/h.yaml",
  );
  assert.deepEqual(discover(directory, directory), ["file d/h.yaml", "3 hidden"]);
  const all = discoverManifests([directory], { includeHidden: true }).map((found) =>
    found.type === "file" ? relative(directory, found.path) : found.type,
  );
  assert.deepEqual(all, [".a.yaml", "d/.f/g/.i/j.json", "d/.f/g.yaml", "d/h.yaml"]);
  // A hidden file that another argument names is read.
  const named = discover(directory, directory, join(directory, "d", ".f", "g.yaml"), directory);
  assert.deepEqual(named, ["file d/h.yaml", "file d/.f/g.yaml", "2 hidden"]);
  assert.deepEqual(discover(directory, join(directory, ".a.yaml"), join(directory, ".git")), [
    "file .a.yaml",
    "file .git/b.yaml",
  ]);
});

test("hidden matches of a glob are counted, and read only with the option", () => {
  const directory = tree(
    "a.yaml",
    ".b.yaml",
    ".ci/c.yaml",
    "d/.ci/e.yaml",
    "d/.ci/f/.g/h.yaml",
    "d/.i.json",
    ".git/j.yaml",
    "d/.ci/node_modules/k.yaml",
    "d/l.yaml",
  );
  const find = (glob: string, includeHidden = false): string[] =>
    discoverManifests([join(directory, glob)], { includeHidden }).map((found) =>
      found.type === "hidden" ? hiddenLine(found) : "path" in found ? relative(directory, found.path) : found.type,
    );
  assert.deepEqual(find("*.yaml"), ["a.yaml", "1 hidden"]);
  assert.deepEqual(find("*.yaml", true), [".b.yaml", "a.yaml"]);
  assert.deepEqual(find("**/*.yaml"), ["a.yaml", "d/l.yaml", "4 hidden"]);
  const deep = [".b.yaml", ".ci/c.yaml", "a.yaml", "d/.ci/e.yaml", "d/.ci/f/.g/h.yaml", "d/l.yaml"];
  assert.deepEqual(find("**/*.yaml", true), deep);
  assert.deepEqual(find(`${"**/".repeat(20)}*.yaml`, true), deep);
  assert.deepEqual(find("**/*.{yaml,json}", true), [...deep.slice(0, 5), "d/.i.json", "d/l.yaml"]);
  assert.deepEqual(find("*/*.yaml"), ["d/l.yaml", "1 hidden"]);
  assert.deepEqual(find("*/*.yaml", true), [".ci/c.yaml", "d/l.yaml"]);
  assert.deepEqual(find("?b.yaml"), ["1 hidden"]);
  assert.deepEqual(find("?b.yaml", true), [".b.yaml"]);
  assert.deepEqual(find("*", true).toSorted(), [...deep, "d/.i.json"].toSorted());
  assert.deepEqual(find("*"), ["a.yaml", "d/l.yaml", "5 hidden"]);
  // A name without wildcards in the pattern is named by the user.
  assert.deepEqual(find(".git/*.yaml"), [".git/j.yaml"]);
  assert.deepEqual(find("{b,a}.yaml", true), ["a.yaml"]);
});

test("a hidden link to a directory is noted if nothing else leads to its manifests", () => {
  const outside = tree("a.yaml", "b/c.yaml");
  const directory = tree("x.yaml", "d/y.yaml", ".ci/z.yaml");
  symlinkSync(outside, join(directory, ".shared"));
  symlinkSync("d", join(directory, ".same"));
  symlinkSync(".ci", join(directory, ".hidden"));
  symlinkSync(".", join(directory, ".loop"));
  symlinkSync("nowhere", join(directory, ".broken"));
  const link = "skipped .shared: is a link to a directory, not followed; name it as an argument to read it";
  assert.deepEqual(discover(directory, directory), ["file d/y.yaml", "file x.yaml", link, "1 hidden"]);
  assert.deepEqual(
    discover(directory, directory, outside).filter((line) => line.startsWith("skipped")),
    [],
  );
});

test("a mounted ConfigMap is read completely: its files are links to hidden ones", () => {
  const directory = tree("..2024_06_01/a.yaml");
  symlinkSync("..2024_06_01", join(directory, "..data"));
  symlinkSync(join("..data", "a.yaml"), join(directory, "a.yaml"));
  assert.deepEqual(discover(directory, directory), ["file a.yaml"]);
});

/** Runs a test while some directories cannot be listed. Root may list every directory, so the process becomes another user for this time. */
function withClosed(directory: string, closed: readonly string[], run: () => void): void {
  for (const above of [root, directory]) chmodSync(above, 0o755);
  for (const each of closed) chmodSync(join(directory, each), 0);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    run();
  } finally {
    if (isRoot) process.seteuid?.(0);
    for (const each of closed) chmodSync(join(directory, each), 0o755);
  }
}

const DENIED = "permission denied";

test("hidden directories that cannot be listed are counted, and are unreadable only if hidden entries are read", () => {
  const directory = tree("a.yaml", ".closed/b.yaml", ".ci/inner/c.yaml", ".git/d.yaml", "d/node_modules/e.yaml");
  const glob = (pattern: string): string => join(directory, pattern);
  withClosed(directory, [".closed", ".ci/inner", ".git", "d/node_modules"], () => {
    const closed = [`unreadable .ci/inner: ${DENIED}`, `unreadable .closed: ${DENIED}`] as const;
    for (const args of [
      [directory],
      [directory, directory],
      [glob("*")],
      [glob("**/*.yaml")],
      [directory, glob("**/*.yaml")],
    ]) {
      assert.deepEqual(discover(directory, ...args), ["file a.yaml", "2 closed"]);
      assert.deepEqual(discoverAll(directory, ...args).toSorted(), ["file a.yaml", ...closed]);
    }
    // A directory that an argument names is read.
    assert.deepEqual(discover(directory, directory, glob(".closed")), ["file a.yaml", closed[1], "1 closed"]);
    assert.deepEqual(discover(directory, glob(".cl*/*.yaml")), [closed[1]]);
    assert.deepEqual(discover(directory, glob(".ci/*/*.yaml"), glob(".closed/**")), [...closed]);
    assert.deepEqual(discover(directory, glob("{.closed,*}/*.yaml")), [closed[1]]);
    assert.deepEqual(discover(directory, glob("?closed/*.yaml")), ["1 closed"]);
  });
});

test("a hidden link to a directory that cannot be listed is noted unless the directory itself is", () => {
  const directory = tree("a.yaml", "b/c.yaml", "x/closed/d.yaml");
  symlinkSync(join("..", "x", "closed"), join(directory, "b", ".link"));
  withClosed(directory, ["x/closed"], () => {
    const link = "skipped b/.link: is a link to a directory, not followed; name it as an argument to read it";
    assert.deepEqual(discover(directory, join(directory, "b")), ["file b/c.yaml", link]);
    assert.deepEqual(discover(directory, directory), [
      "file a.yaml",
      "file b/c.yaml",
      `unreadable x/closed: ${DENIED}`,
    ]);
  });
});

test("hidden links that lead nowhere or to themselves are ignored", () => {
  const directory = tree("a.yaml");
  symlinkSync(".loop", join(directory, ".loop"));
  symlinkSync("nowhere", join(directory, ".broken"));
  assert.deepEqual(discover(directory, directory), ["file a.yaml"]);
  assert.deepEqual(discover(directory, join(directory, "*")), ["file a.yaml"]);
});

test("directories of a glob that cannot be listed are unreadable", () => {
  const directory = tree("a.yaml", "closed/b.yaml", "d/.closed/c.yaml", "e/deep/f/g.yaml", ".git/h/i.yaml");
  withClosed(directory, ["closed", "d/.closed", "e/deep", ".git/h"], () => {
    const paths = (globs: readonly string[]) => globs.map((glob) => join(directory, glob));
    const find = (...globs: readonly string[]): string[] => discover(directory, ...paths(globs));
    const findAll = (...globs: readonly string[]): string[] => discoverAll(directory, ...paths(globs));
    const [closed, hidden, deep] = ["closed", "d/.closed", "e/deep"].map((path) => `unreadable ${path}: ${DENIED}`);
    assert.deepEqual(find("**/*.yaml"), ["file a.yaml", closed, deep, "1 closed"]);
    assert.deepEqual(findAll("**/*.yaml"), ["file a.yaml", closed, hidden, deep]);
    const several = ["**/*.yaml", "**/*.yml", "closed", "."];
    assert.deepEqual(find(...several), ["file a.yaml", closed, deep, "1 closed"]);
    assert.deepEqual(findAll(...several), ["file a.yaml", closed, hidden, deep]);
    assert.deepEqual(find("**/g.yaml"), [closed, deep, "1 closed"]);
    assert.deepEqual(find("*/*.yaml"), [closed]);
    assert.deepEqual(find("*/b.yaml"), [closed]);
    assert.deepEqual(find("*/*/*.yaml"), [closed, deep, "1 closed"]);
    assert.deepEqual(findAll("*/*/*.yaml"), [closed, hidden, deep]);
    assert.deepEqual(find("*/.closed/*.yaml"), [closed, hidden]);
    assert.deepEqual(find("e/deep/f/*.yaml"), [deep]);
    assert.deepEqual(find("closed/**"), [closed]);
    assert.deepEqual(find("{closed,e/deep}/*.yaml"), [closed, deep]);
    assert.throws(() => find("a*/*.yaml"), { name: "UserError" });
    assert.deepEqual(find(".git/*/*.yaml"), [`unreadable .git/h: ${DENIED}`]);
  });
});

test("an empty directory", () => {
  const directory = tree("a/", "b/c/", "readme.md");
  assert.deepEqual(discover(directory, directory), []);
});

test("an argument names a file with any name", () => {
  const directory = tree("a.txt", "Makefile", "b.yaml");
  assert.deepEqual(discover(directory, join(directory, "Makefile"), join(directory, "a.txt")), [
    "file Makefile",
    "file a.txt",
  ]);
});

test("a file that is named twice is read once, even with different paths", () => {
  const directory = tree("a.yaml", "d/b.yaml");
  symlinkSync(join(directory, "a.yaml"), join(directory, "link.yaml"));
  const args = ["a.yaml", "d/../a.yaml", "link.yaml", "d", "d/b.yaml"].map((name) => `${directory}/${name}`);
  assert.deepEqual(discover(directory, ...args, "-", "-"), ["file a.yaml", "file d/b.yaml", "stdin"]);
  assert.deepEqual(discover(directory, directory), ["file a.yaml", "file d/b.yaml"]);
});

test("links to files are followed", () => {
  const directory = tree("a.yaml", "real.txt");
  symlinkSync(join(directory, "real.txt"), join(directory, "link.yaml"));
  symlinkSync(join(directory, "real.txt"), join(directory, "link.txt"));
  assert.deepEqual(discover(directory, directory), ["file a.yaml", "file link.yaml"]);
});

test("links to directories are followed if an argument names them, and not below such a directory", () => {
  const directory = tree("a.yaml");
  const other = tree("b.yaml");
  symlinkSync(other, join(directory, "link"));
  assert.deepEqual(discover(directory, directory), [
    "file a.yaml",
    "skipped link: is a link to a directory, not followed; name it as an argument to read it",
  ]);
  assert.deepEqual(discover(directory, join(directory, "link")), ["file link/b.yaml"]);
});

test("links to a parent directory, and to each other, cause no loop", () => {
  const directory = tree("a.yaml");
  symlinkSync(directory, join(directory, "up"));
  symlinkSync(join(directory, "y.yaml"), join(directory, "x.yaml"));
  symlinkSync(join(directory, "x.yaml"), join(directory, "y.yaml"));
  assert.deepEqual(discover(directory, directory), [
    "file a.yaml",
    "skipped up: is a link to a directory, not followed; name it as an argument to read it",
    "unreadable x.yaml: is a loop of symbolic links",
    "unreadable y.yaml: is a loop of symbolic links",
  ]);
  assert.deepEqual(discover(directory, join(directory, "x.yaml")), ["unreadable x.yaml: is a loop of symbolic links"]);
});

test("a broken link with the name of a manifest is unreadable", () => {
  const directory = tree("a.yaml");
  symlinkSync("nowhere", join(directory, "b.yaml"));
  symlinkSync("nowhere", join(directory, "b.txt"));
  assert.deepEqual(discover(directory, directory), ["file a.yaml", "unreadable b.yaml: no such file or directory"]);
});

test("named pipes are not opened", () => {
  const directory = tree("a.yaml");
  for (const name of ["b.yaml", "b.txt"]) execFileSync("mkfifo", [join(directory, name)]);
  symlinkSync(join(directory, "b.yaml"), join(directory, "c.yaml"));
  assert.deepEqual(discover(directory, directory), [
    "file a.yaml",
    "skipped b.yaml: is a pipe, a socket or a device, not a file; skipped",
    "unreadable c.yaml: is a named pipe, not a file; use - to read standard input",
  ]);
  assert.deepEqual(discover(directory, join(directory, "b.txt")), [
    "unreadable b.txt: is a named pipe, not a file; use - to read standard input",
  ]);
});

test("sockets and devices are not read", async () => {
  const directory = tree();
  const socket = join(directory, "s.yaml");
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  assert.deepEqual(discover(directory, socket), [
    "unreadable s.yaml: is a socket, not a file; use - to read standard input",
  ]);
  assert.deepEqual(discover("/", "/dev/null"), [
    "unreadable dev/null: is a device, not a file; use - to read standard input",
  ]);
  await new Promise((resolve) => server.close(resolve));
});

test("a pipe of the shell is read at once, because it cannot be read again", () => {
  const module = new URL("../../../src/sources/files/discover.ts", import.meta.url);
  const code = `
    import { discoverManifests } from ${JSON.stringify(module)};
    console.log(JSON.stringify(discoverManifests(["/dev/stdin"])));`;
  const command = 'printf "a: 1" | "$0" --input-type=module -e "$1"';
  const { stdout } = spawnSync("sh", ["-c", command, process.execPath, code], { encoding: "utf8" });
  assert.deepEqual(JSON.parse(stdout), [{ type: "pipe", path: "/dev/stdin", content: { text: "a: 1" } }]);
});

test("globs that the shell did not expand", () => {
  const directory = tree("a.yaml", "b.yaml", "c.txt", "d/e.yaml", "d/f/g.yaml", "[h].yaml");
  const files = (pattern: string): string[] => discover(directory, `${directory}/${pattern}`);
  assert.deepEqual(files("*.yaml"), ["file [h].yaml", "file a.yaml", "file b.yaml"]);
  assert.deepEqual(files("?.txt"), ["file c.txt"]);
  assert.deepEqual(files("{a,c}.*"), ["file a.yaml", "file c.txt"]);
  assert.deepEqual(files("d/**/g.yaml"), ["file d/f/g.yaml"]);
  assert.deepEqual(files("*d"), ["file d/e.yaml", "file d/f/g.yaml"]);
  assert.deepEqual(files("[h].yaml"), ["file [h].yaml"]);
});

const WRONG: readonly (readonly [arg: string, message: string, hint: string])[] = [
  ["none.yaml", "none.yaml: no such file or directory", "Check the path."],
  ["", ": no such file or directory", "Check the path."],
  ["none-*.yaml", "no file matches none-*.yaml", "Check the pattern; ** matches any number of directories."],
  [
    "https://example.com/a.yaml",
    "https://example.com/a.yaml is a URL, and only files are read",
    "Fetch it yourself: curl -sSfL https://example.com/a.yaml | kubectl pss lint -\n" +
      "Or, if it is a kustomization: kubectl kustomize https://example.com/a.yaml | kubectl pss lint -",
  ],
];

for (const [arg, message, hint] of WRONG) {
  test(`an argument that names nothing: ${JSON.stringify(arg)}`, () => {
    assert.throws(
      () => discoverManifests([arg], { pipedInto: "kubectl pss lint -" }),
      (error) => {
        assert.ok(error instanceof UserError);
        assert.deepEqual([error.message, error.hint], [message, hint]);
        return true;
      },
    );
  });
}

test("a path through a file names nothing", () => {
  const directory = tree("a.yaml");
  const path = join(directory, "a.yaml", "b.yaml");
  assert.throws(() => discoverManifests([path]), { name: "UserError", message: `${path}: no such file or directory` });
});

test("a name that is too long is unreadable", () => {
  const directory = tree();
  const name = "a".repeat(5000);
  assert.deepEqual(discover(directory, join(directory, name)), [`unreadable ${name}: file name too long`]);
});

test("a directory that cannot be listed is unreadable", () => {
  const directory = tree("a.yaml", "closed/b.yaml", "outer/inner/c.yaml");
  withClosed(directory, ["closed", "outer"], () => {
    assert.deepEqual(discover(directory, directory, join(directory, "outer", "inner")), [
      "file a.yaml",
      `unreadable closed: ${DENIED}`,
      `unreadable outer: ${DENIED}`,
      `unreadable outer/inner: ${DENIED}`,
    ]);
  });
});
