import assert from "node:assert/strict";
import {
  lutimesSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { findChangedFiles } from "../../../src/sources/git/changed-files.ts";
import { GIT_ENV, Repository } from "./repository.ts";

const home = process.cwd();
let repository: Repository;
beforeEach(() => {
  repository = new Repository();
  process.chdir(repository.root);
});
afterEach(() => {
  process.chdir(home);
  repository.remove();
});

async function changedSince(revision: string, env = GIT_ENV): Promise<string[]> {
  const { root, changed } = await findChangedFiles(revision, env);
  assert.equal(root, repository.root);
  return [...changed].map((path) => relative(root, path)).toSorted();
}

describe("the changed files", () => {
  it("are the branch's changed files, committed or not, and untracked files", async () => {
    repository.commit({ "a.yaml": "1", "b.yaml": "1", "c.yaml": "1", "d.yaml": "1", ".gitignore": "*.tmp\n" });
    repository.git("switch", "--quiet", "--create", "topic");
    repository.commit({ "a.yaml": "2" });
    repository.write({ "b.yaml": "2", "c.yaml": "2", "new.yaml": "1", "ignored.tmp": "1" });
    repository.git("add", "b.yaml");
    rmSync("d.yaml");
    assert.deepEqual(await changedSince("main"), ["a.yaml", "b.yaml", "c.yaml", "d.yaml", "new.yaml"]);
  });

  it("do not include files that the other branch changed since", async () => {
    repository.commit({ "a.yaml": "1", "b.yaml": "1" });
    repository.git("switch", "--quiet", "--create", "topic");
    repository.commit({ "a.yaml": "2" });
    repository.git("switch", "--quiet", "main");
    repository.commit({ "b.yaml": "2" });
    repository.git("switch", "--quiet", "topic");
    assert.deepEqual(await changedSince("main"), ["a.yaml"]);
  });

  it("are empty on a clean main branch", async () => {
    repository.commit({ "a.yaml": "1" });
    assert.deepEqual(await changedSince("HEAD"), []);
  });

  it("have both names of a renamed file, with any settings of the user", async () => {
    repository.commit({ "old.yaml": "1\n2\n3\n4\n" });
    for (const [name, value] of [
      ["diff.renames", "copies"],
      ["core.quotePath", "true"],
      ["diff.noprefix", "true"],
      ["diff.relative", "true"],
      ["color.ui", "always"],
    ] as const) {
      repository.git("config", name, value);
    }
    renameSync("old.yaml", "new.yaml");
    repository.git("add", "--all");
    assert.deepEqual(await changedSince("HEAD"), ["new.yaml", "old.yaml"]);
  });

  it("may have any name", async () => {
    const names = [
      "with space.yaml",
      "ünïcode.yaml",
      'quote".yaml',
      "line\nfeed.yaml",
      "back\\slash.yaml",
      "-dash.yaml",
    ];
    repository.commit({ "a.yaml": "1" });
    repository.write(Object.fromEntries(names.map((name) => [name, "1"])));
    assert.deepEqual(await changedSince("HEAD"), names.toSorted());
    repository.commit();
    assert.deepEqual(await changedSince("HEAD"), []);
    assert.deepEqual(await changedSince("HEAD^"), names.toSorted());
  });

  it("are found from a directory below the root", async () => {
    repository.commit({ "a.yaml": "1", "deep/er/b.yaml": "1" });
    repository.write({ "a.yaml": "2", "deep/er/b.yaml": "2" });
    process.chdir("deep/er");
    assert.deepEqual(await changedSince("HEAD"), ["a.yaml", "deep/er/b.yaml"]);
  });

  it("are the path of a submodule, if its commit or one of its files was changed", async () => {
    const inner = new Repository();
    after(() => inner.remove());
    inner.commit({ "a.yaml": "1" });
    repository.commit({ "b.yaml": "1" });
    repository.git("submodule", "--quiet", "add", inner.root, "sub");
    repository.git("config", "diff.ignoreSubmodules", "all");
    repository.commit();
    assert.deepEqual(await changedSince("HEAD"), []);
    repository.write({ "sub/a.yaml": "2" });
    assert.deepEqual(await changedSince("HEAD"), ["sub"]);
    repository.write({ "sub/a.yaml": "1", "sub/new.yaml": "1" });
    assert.deepEqual(await changedSince("HEAD"), ["sub"]);
  });

  it("are the path of a nested repository that git does not track", async () => {
    repository.commit({ "a.yaml": "1" });
    mkdirSync("nested");
    new Repository(join(repository.root, "nested")).commit({ "b.yaml": "1" });
    assert.deepEqual(await changedSince("HEAD"), ["nested"]);
  });

  it("do not change the index, and are not files with another time alone", async () => {
    const names = ["a.yaml", 'b "quoted".yaml', "c\nd.yaml", "e\\f.yaml"];
    for (const name of names) repository.write({ [name]: "1" });
    symlinkSync("a.yaml", "link.yaml");
    repository.commit();
    // Git updates the index for a file with another time, unless it is told not to.
    for (const year of ["2020", "2035"]) {
      for (const name of [...names, "link.yaml"]) lutimesSync(name, new Date(year), new Date(year));
      const before = readFileSync(".git/index");
      assert.deepEqual(await changedSince("HEAD"), []);
      assert.deepEqual(readFileSync(".git/index"), before);
    }
    for (const name of names) writeFileSync(name, "2");
    rmSync("link.yaml");
    symlinkSync("b.yaml", "link.yaml");
    const before = readFileSync(".git/index");
    assert.deepEqual((await changedSince("HEAD")).length, names.length + 1);
    assert.deepEqual(readFileSync(".git/index"), before);
  });

  it("are compared as git stores them, with the user's line ends", async () => {
    repository.commit({ ".gitattributes": "*.yaml text eol=crlf\n", "a.yaml": "a: 1\n" });
    writeFileSync("a.yaml", "a: 1\r\n");
    assert.deepEqual(await changedSince("HEAD"), []);
  });
});

describe("the changed files cannot be found", () => {
  async function refused(revision: string, message: RegExp, hint: RegExp, env = GIT_ENV): Promise<void> {
    await assert.rejects(findChangedFiles(revision, env), (error: Error & { hint: string }) => {
      assert.equal(error.name, "UserError");
      assert.match(error.message, message);
      assert.match(error.hint, hint);
      return true;
    });
  }

  it("without git", async () => {
    const empty = mkdtempSync(join(tmpdir(), "kubectl-pss-empty-"));
    after(() => rmSync(empty, { recursive: true }));
    await refused("main", /^--changed-since needs git, and there is none on the PATH$/, /^Install git/, {
      PATH: empty,
    });
  });

  it("with a git only in the working directory", async () => {
    writeFileSync("git", "#!/bin/sh\ntouch ran\n", { mode: 0o755 });
    await refused("main", /there is none on the PATH/, /Install git/, { PATH: ":." });
  });

  it("outside of a repository", async () => {
    const empty = mkdtempSync(join(tmpdir(), "kubectl-pss-empty-"));
    after(() => rmSync(empty, { recursive: true }));
    process.chdir(empty);
    await refused(
      "main",
      /^--changed-since needs a Git repository with a working tree; git says: fatal: not a git repository/,
      /Run it in the repository of the manifests/,
    );
  });

  it("in a bare repository", async () => {
    repository.git("init", "--quiet", "--bare", "bare.git");
    process.chdir("bare.git");
    await refused("main", /git says: fatal: this operation must be run in a work tree/, /Run it in the repository/);
  });

  it("since a commit that does not exist", async () => {
    repository.commit({ "a.yaml": "1" });
    await refused("nope", /^--changed-since "nope": the repository has no such commit$/, /^Name a branch/);
    await refused(
      "origin/nope",
      /no such commit/,
      /^Fetch it first: git fetch origin \+refs\/heads\/nope:refs\/remotes\/origin\/nope$/,
    );
    await refused("--output=x", /no such commit/, /^Name a branch/);
    await refused("HEAD:a.yaml", /no such commit/, /^Name a branch/);
    await refused("HEAD..main", /no such commit/, /^Name a branch/);
  });

  it("since a branch that only the remote has", async () => {
    repository.commit({ "a.yaml": "1" });
    repository.git("update-ref", "refs/remotes/origin/release", "HEAD");
    await refused("release", /no such commit/, /^There is origin\/release: write --changed-since origin\/release$/);
  });

  it("before the first commit", async () => {
    await refused("HEAD", /no such commit/, /^Name a branch/);
  });

  it("without a common ancestor", async () => {
    repository.commit({ "a.yaml": "1" });
    repository.git("switch", "--quiet", "--orphan", "other");
    repository.commit({ "b.yaml": "1" });
    await refused("main", /where HEAD left it is unknown: they have no common ancestor$/, /^Name a commit that HEAD/);
  });

  it("in a shallow clone, which lacks the commit", async () => {
    repository.commit({ "a.yaml": "1" });
    repository.commit({ "a.yaml": "2" });
    const parent = repository.git("rev-parse", "HEAD^").trim();
    const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-clone-"));
    after(() => rmSync(directory, { recursive: true }));
    repository.git("clone", "--quiet", "--depth=1", `file://${repository.root}`, directory);
    process.chdir(directory);
    await refused(parent, /no such commit/, /This clone is shallow[^]*fetch-depth: 0 of actions\/checkout/);
    await refused("origin/main~1", /no such commit/, /git fetch --unshallow origin$/);
  });

  it("in a repository of another user, with git's own advice", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-owner-"));
    after(() => rmSync(directory, { recursive: true }));
    writeFileSync(
      join(directory, "git"),
      "#!/bin/sh\nprintf 'fatal: detected dubious ownership in repository\\nTo add an exception, call:\\n\\n\\tgit config --global x \\033[31m\\n' >&2\nexit 128\n",
      { mode: 0o755 },
    );
    await refused(
      "main",
      /git says: fatal: detected dubious ownership in repository$/,
      /^git: To add an exception, call:\ngit: git config --global x \\x1b\[31m\nRun it/,
      { PATH: `${directory}:${GIT_ENV["PATH"]}` },
    );
  });
});

describe("links", () => {
  it("have their own paths", async () => {
    repository.commit({ "a.yaml": "1" });
    symlinkSync("a.yaml", "b.yaml");
    assert.deepEqual(await changedSince("HEAD"), ["b.yaml"]);
  });
});
