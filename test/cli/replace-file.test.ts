import assert from "node:assert/strict";
import {
  chmodSync,
  lstatSync,
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
import { after, beforeEach, test } from "node:test";
import { refuseUnwritable, replaceFile } from "../../src/cli/replace-file.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-replace-"));
const FILE = join(root, "baseline.json");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
});
after(() => rmSync(root, { recursive: true }));

test("a file that is not there is made", () => {
  replaceFile(FILE, ["a", "b\n"]);
  assert.equal(readFileSync(FILE, "utf8"), "ab\n");
  assert.deepEqual(readdirSync(root), ["baseline.json"]);
});

test("one that is there is replaced, and keeps its mode", () => {
  writeFileSync(FILE, "before, and longer");
  chmodSync(FILE, 0o640);
  replaceFile(FILE, ["after"]);
  assert.equal(readFileSync(FILE, "utf8"), "after");
  assert.equal(statSync(FILE).mode & 0o7777, 0o640);
});

test("a link stays one", () => {
  const link = join(root, "link");
  writeFileSync(FILE, "before");
  symlinkSync("baseline.json", link);
  replaceFile(link, ["after"]);
  assert.equal(lstatSync(link).isSymbolicLink(), true);
  assert.equal(readFileSync(FILE, "utf8"), "after");
});

test("a link to what is not there stays one, and the file is made where it points", () => {
  mkdirSync(join(root, "deep/real"), { recursive: true });
  symlinkSync("deep/real", join(root, "folder"));
  // Above the folder that it is in, and not above the name that the folder has here.
  symlinkSync("../second", join(root, "deep/real/first"));
  symlinkSync("real/baseline.json", join(root, "deep/second"));
  replaceFile(join(root, "folder/first"), ["after"]);
  assert.deepEqual(readdirSync(join(root, "deep/real")), ["baseline.json", "first"]);
  assert.deepEqual(readdirSync(root), ["deep", "folder"]);
  for (const link of ["deep/real/first", "deep/second"]) assert.ok(lstatSync(join(root, link)).isSymbolicLink(), link);
  assert.equal(readFileSync(join(root, "deep/second"), "utf8"), "after");
});

test("much is written in pieces", () => {
  const pieces = Array.from({ length: 5000 }, (_, index) => `${String(index).padStart(99, "0")}\n`);
  replaceFile(FILE, pieces);
  assert.equal(readFileSync(FILE, "utf8"), pieces.join(""));
});

test("what fails midway leaves everything as it was", () => {
  writeFileSync(FILE, "before");
  const failing = function* (): Generator<string, undefined> {
    yield "x".repeat(100_000);
    throw new TypeError("no more");
  };
  // What is wrong with the pieces is not said of the file.
  assert.throws(() => replaceFile(FILE, failing()), { name: "TypeError", message: "no more" });
  assert.equal(readFileSync(FILE, "utf8"), "before");
  assert.deepEqual(readdirSync(root), ["baseline.json"]);
});

const LOOP = join(root, "loop");

for (const [name, path, reason] of [
  ["a directory", root, "it is no regular file"],
  ["a file in a directory that is not there", join(root, "no/such.json"), "no such file or directory"],
  ["a file below a file", join(root, "file/such.json"), "no such file or directory"],
  ["a link to itself", LOOP, "it is a loop of symbolic links"],
] as const) {
  test(`${name} is not written, as can be told beforehand`, () => {
    writeFileSync(join(root, "file"), "", { mode: 0o755 });
    symlinkSync("loop", LOOP);
    const hint = "It is as it was before.";
    assert.throws(() => replaceFile(path, ["a"]), {
      name: "UserError",
      message: `${path} could not be written: ${reason}`,
      hint,
    });
    assert.throws(() => refuseUnwritable(path), {
      name: "UserError",
      message: `${path} cannot be written: ${reason}`,
      hint: "Nothing was read.",
    });
    assert.deepEqual(readdirSync(root), ["file", "loop"]);
  });
}

test("of what could be written nothing is said beforehand, and nothing is made", () => {
  symlinkSync("nowhere", LOOP);
  refuseUnwritable(FILE);
  refuseUnwritable(LOOP);
  assert.deepEqual(readdirSync(root), ["loop"]);
});
