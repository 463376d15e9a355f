import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, describe, it, test } from "node:test";
import { namedInputs, searchesDirectory } from "../../../src/sources/files/named-inputs.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-named-"));
after(() => rmSync(root, { recursive: true }));
mkdirSync(join(root, "dir/sub"), { recursive: true });
for (const file of ["a.yaml", "b.json", ".h.yaml", "dir/c.yaml"]) writeFileSync(join(root, file), "");

const FILES = ["a.yaml", "b.json", ".h.yaml", "dir/c.yaml", "dir/gone.yaml", "dir/sub/gone.yaml", "dir2/gone.yaml"];

const CASES: readonly (readonly [args: readonly string[], files: readonly string[]])[] = [
  [[], []],
  [["a.yaml"], ["a.yaml"]],
  [["gone.yaml"], []],
  [["dir"], ["dir/c.yaml", "dir/gone.yaml", "dir/sub/gone.yaml"]],
  [["dir/"], ["dir/c.yaml", "dir/gone.yaml", "dir/sub/gone.yaml"]],
  [
    ["dir/sub", "b.json"],
    ["b.json", "dir/sub/gone.yaml"],
  ],
  [["."], FILES],
  [["*.yaml"], ["a.yaml", ".h.yaml"]],
  [["d*"], ["dir/c.yaml", "dir/gone.yaml", "dir/sub/gone.yaml"]],
];

describe("the files that arguments name", () => {
  for (const [args, files] of CASES) {
    it(args.join(" "), () => {
      const isInput = namedInputs(args.map((arg) => `${root}/${arg}`));
      assert.deepEqual(
        FILES.filter((file) => isInput(join(root, file))),
        files,
      );
    });
  }

  it("are the same in every spelling", () => {
    const path = relative(process.cwd(), join(root, "dir"));
    assert.equal(namedInputs([path])(join(root, "dir/c.yaml")), true);
    assert.equal(namedInputs([join(root, "dir")])(`${path}/../dir/c.yaml`), true);
  });

  it("are all files below the root of the file system", () => assert.equal(namedInputs(["/"])("/x/y"), true));

  it("include standard input if an argument names it", () => {
    assert.equal(namedInputs(["-"])("<stdin>"), true);
    assert.equal(namedInputs([root])("<stdin>"), false);
  });
});

test("a directory is searched if an argument names it, a parent or a subdirectory, and not if an argument names a file in it", () => {
  const searched = (...args: readonly string[]) =>
    searchesDirectory(
      args.map((arg) => `${root}/${arg}`),
      join(root, "dir"),
    );
  for (const arg of ["dir", "dir/", "dir/sub", ".", "d*"]) assert.equal(searched(arg), true, arg);
  for (const arg of ["a.yaml", "dir/c.yaml", "dir/*.yaml", "gone", "di"]) assert.equal(searched(arg), false, arg);
  assert.equal(searchesDirectory(["/"], join(root, "dir")), true);
  assert.equal(searchesDirectory(["-"], root), false);
});
