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
import { replaceFile } from "../../src/cli/replace-file.ts";

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

test("much is written in pieces", () => {
  const pieces = Array.from({ length: 5000 }, (_, index) => `${String(index).padStart(99, "0")}\n`);
  replaceFile(FILE, pieces);
  assert.equal(readFileSync(FILE, "utf8"), pieces.join(""));
});

test("what fails midway leaves everything as it was", () => {
  writeFileSync(FILE, "before");
  const failing = function* (): Generator<string, undefined> {
    yield "x".repeat(100_000);
    throw new Error("no more");
  };
  assert.throws(() => replaceFile(FILE, failing()), {
    name: "UserError",
    message: `${FILE} could not be written: no more`,
    hint: "It is as it was before.",
  });
  assert.equal(readFileSync(FILE, "utf8"), "before");
  assert.deepEqual(readdirSync(root), ["baseline.json"]);
});

for (const [name, path, reason] of [
  ["a directory", root, "it is no regular file"],
  ["a file in a directory that is not there", join(root, "no/such.json"), "no such file or directory"],
] as const) {
  test(`${name} is not written`, () => {
    assert.throws(() => replaceFile(path, ["a"]), {
      name: "UserError",
      message: `${path} could not be written: ${reason}`,
    });
    assert.deepEqual(readdirSync(root), []);
  });
}
