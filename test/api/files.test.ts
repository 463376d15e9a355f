import assert from "node:assert/strict";
import { test } from "node:test";
import { describeFileError } from "../../src/api/files.ts";

const DESCRIPTIONS: readonly (readonly [code: string, description: string])[] = [
  ["EACCES", "permission denied"],
  ["EBUSY", "device or resource busy"],
  ["EDQUOT", "disk quota exceeded"],
  ["EFBIG", "file too large"],
  ["EIO", "input/output error"],
  ["EISDIR", "is a directory"],
  ["ELOOP", "is a loop of symbolic links"],
  ["EMFILE", "too many open files"],
  ["ENAMETOOLONG", "file name too long"],
  ["ENOENT", "no such file or directory"],
  ["ENOSPC", "no space left on device"],
  ["ENOTDIR", "no such file or directory"],
  ["ENXIO", "no such device or address"],
  ["EPERM", "operation not permitted"],
  ["EROFS", "read-only file system"],
  ["EXDEV", "what Node says"],
];

for (const [code, description] of DESCRIPTIONS) {
  test(`${code} is: ${description}`, () => {
    assert.equal(describeFileError(Object.assign(new Error("what Node says"), { code })), description);
  });
}

test("texts that Node quotes are left out", () => {
  const error = Object.assign(new Error("EXDEV: cross-device link not permitted, rename '/hunter2'"), {
    code: "EXDEV",
  });
  assert.equal(describeFileError(error), "EXDEV: cross-device link not permitted, rename …");
});

test("an error without a code, and a value that is not an error", () => {
  assert.equal(describeFileError(new Error("what Node says")), "what Node says");
  assert.equal(describeFileError(Object.assign(new Error("what Node says"), { code: 5 })), "what Node says");
  assert.equal(describeFileError("text"), "an unknown error");
});
