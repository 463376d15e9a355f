import assert from "node:assert/strict";
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, test } from "node:test";
import { MAX_FILE_BYTES } from "../../../src/api/files.ts";
import { changeFile, refuseUnwritable } from "../../../src/cli/files/change-file.ts";

const replaceFile = (file: string, pieces: Iterable<string>, newMode?: number): Promise<void> =>
  changeFile(file, { type: "replace", pieces, ...(newMode !== undefined && { newMode }) });
const appendFile = (file: string, text: string): Promise<void> =>
  changeFile(file, { type: "append", text: () => text });

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-replace-"));
const FILE = join(root, "accepted.json");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
});
after(() => rmSync(root, { recursive: true }));

test("a missing file is created", async () => {
  await replaceFile(FILE, ["a", "b\n"]);
  assert.equal(readFileSync(FILE, "utf8"), "ab\n");
  assert.deepEqual(readdirSync(root), ["accepted.json"]);
});

test("an existing file is replaced, and keeps its mode", async () => {
  writeFileSync(FILE, "before, and longer");
  chmodSync(FILE, 0o640);
  await replaceFile(FILE, ["after"]);
  assert.equal(readFileSync(FILE, "utf8"), "after");
  assert.equal(statSync(FILE).mode & 0o7777, 0o640);
});

test("a link remains a link", async () => {
  const link = join(root, "link");
  writeFileSync(FILE, "before");
  symlinkSync("accepted.json", link);
  await replaceFile(link, ["after"]);
  assert.equal(lstatSync(link).isSymbolicLink(), true);
  assert.equal(readFileSync(FILE, "utf8"), "after");
});

test("a link to a missing file stays a link, and the file is created at its target", async () => {
  mkdirSync(join(root, "deep/real"), { recursive: true });
  symlinkSync("deep/real", join(root, "folder"));
  // The link points above its real folder, but not above the folder's path here.
  symlinkSync("../second", join(root, "deep/real/first"));
  symlinkSync("real/accepted.json", join(root, "deep/second"));
  await replaceFile(join(root, "folder/first"), ["after"]);
  assert.deepEqual(readdirSync(join(root, "deep/real")), ["accepted.json", "first"]);
  assert.deepEqual(readdirSync(root), ["deep", "folder"]);
  for (const link of ["deep/real/first", "deep/second"]) assert.ok(lstatSync(join(root, link)).isSymbolicLink(), link);
  assert.equal(readFileSync(join(root, "deep/second"), "utf8"), "after");
});

test("much is written in pieces", async () => {
  const pieces = Array.from({ length: 5000 }, (_, index) => `${String(index).padStart(99, "0")}\n`);
  await replaceFile(FILE, pieces);
  assert.equal(readFileSync(FILE, "utf8"), pieces.join(""));
});

test("a failure midway changes nothing", async () => {
  writeFileSync(FILE, "before");
  const failing = function* (): Generator<string, undefined> {
    yield "x".repeat(100_000);
    throw new TypeError("no more");
  };
  // An error in the pieces is not reported as an error of the file.
  await assert.rejects(replaceFile(FILE, failing()), { name: "TypeError", message: "no more" });
  assert.equal(readFileSync(FILE, "utf8"), "before");
  assert.deepEqual(readdirSync(root), ["accepted.json"]);
});

const LOOP = join(root, "loop");

const QUESTION = " Is its directory there, and writable?";

for (const [name, path, reason, state] of [
  ["a directory", root, "it is not a regular file", "is unchanged."],
  [
    "a file in a directory that is not there",
    join(root, "no/such.json"),
    "no such file or directory",
    `was not created.${QUESTION}`,
  ],
  ["a file below a file", join(root, "file/such.json"), "no such file or directory", `was not created.${QUESTION}`],
  ["a link to itself", LOOP, "is a loop of symbolic links", "was not created."],
] as const) {
  test(`${name} is not written, and the check before the run reports it`, async () => {
    writeFileSync(join(root, "file"), "", { mode: 0o755 });
    symlinkSync("loop", LOOP);
    const hint = `${path} ${state}`;
    await assert.rejects(replaceFile(path, ["a"]), {
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

test("a writable file has no error in the check, and nothing is created", async () => {
  symlinkSync("nowhere", LOOP);
  refuseUnwritable(FILE);
  refuseUnwritable(LOOP);
  assert.deepEqual(readdirSync(root), ["loop"]);
});

test("a new file has the requested mode, by default 0666 without the bits of the umask", async () => {
  const umask = process.umask(0o027);
  try {
    await replaceFile(FILE, ["a"]);
    assert.equal(statSync(FILE).mode & 0o7777, 0o640);
    rmSync(FILE);
    await replaceFile(FILE, ["a"], 0o644);
    assert.equal(statSync(FILE).mode & 0o7777, 0o644);
    rmSync(FILE);
    await appendFile(FILE, "a");
    assert.equal(statSync(FILE).mode & 0o7777, 0o640);
  } finally {
    process.umask(umask);
  }
});

test("text is added at the end, and the file stays the same one", async () => {
  writeFileSync(FILE, "é");
  const { ino } = statSync(FILE);
  await changeFile(FILE, { type: "append", text: (size) => `${size}` });
  assert.equal(readFileSync(FILE, "utf8"), "é2");
  assert.equal(statSync(FILE).ino, ino);
});

describe("a link", () => {
  const inside = join(root, "inside");
  const victim = join(root, "victim");
  const link = join(inside, "accepted.json");
  beforeEach(() => {
    mkdirSync(join(inside, "..data.1"), { recursive: true });
    writeFileSync(victim, "before");
    symlinkSync("..data.1", join(inside, "..data"));
  });

  for (const [name, to] of [
    ["to a file elsewhere", "../victim"],
    ["to a file elsewhere, by its whole path", victim],
    ["to a file that could be made elsewhere", "../new"],
    ["to a link that leads elsewhere", "..data/out"],
    ["through a directory that is a link", "away/victim"],
  ] as const) {
    test(`${name} is rejected, and nothing is written there`, async () => {
      symlinkSync("../../victim", join(inside, "..data.1/out"));
      symlinkSync(root, join(inside, "away"));
      symlinkSync(to, link);
      for (const write of [replaceFile(link, ["after"]), appendFile(link, "after")]) {
        await assert.rejects(write, {
          name: "UserError",
          message:
            `${link} could not be written: it is a symbolic link that leads out of its directory, ` +
            `to ${join(root, to === "../new" ? "new" : "victim")}; name that file itself`,
        });
      }
      assert.throws(() => refuseUnwritable(link), { name: "UserError" });
      assert.equal(readFileSync(victim, "utf8"), "before");
      assert.deepEqual(readdirSync(root), ["inside", "victim"]);
    });
  }

  test("to a device is not a regular file", async () => {
    symlinkSync("/dev/null", link);
    for (const path of [link, "/dev/stdout"]) {
      await assert.rejects(replaceFile(path, ["a"]), { message: new RegExp(`^${path} could not be written: it is`) });
    }
  });

  test("below its directory is followed, because Kubernetes mounts files in this way", async () => {
    writeFileSync(join(inside, "..data.1/accepted.json"), "before");
    symlinkSync("..data/accepted.json", link);
    await replaceFile(link, ["after"]);
    assert.equal(readFileSync(join(inside, "..data.1/accepted.json"), "utf8"), "after");
    assert.ok(lstatSync(link).isSymbolicLink());
  });

  test("in the path of the file's directory is followed", async () => {
    symlinkSync(inside, join(root, "way"));
    await replaceFile(join(root, "way/accepted.json"), ["after"]);
    assert.equal(readFileSync(link, "utf8"), "after");
  });

  test("that is a hard link is not followed: replacing a file does not change its other name, and nothing is appended to one", async () => {
    linkSync(victim, link);
    await assert.rejects(appendFile(link, "after"), {
      message: `${link} could not be written: it has another name (a hard link)`,
    });
    await replaceFile(link, ["after"]);
    assert.equal(readFileSync(link, "utf8"), "after");
    assert.equal(readFileSync(victim, "utf8"), "before");
  });
});

test("no file becomes larger than the largest file that is read", async () => {
  const message = `${FILE} could not be written: more than 256 MiB, which is too large for a later run to read`;
  writeFileSync(FILE, "before");
  const piece = "x".repeat(4 * 1024 * 1024);
  const many = (count: number): string[] => Array.from({ length: count }, () => piece);
  await assert.rejects(replaceFile(FILE, [...many(MAX_FILE_BYTES / piece.length), "x"]), {
    message,
    hint: `${FILE} is unchanged.`,
  });
  assert.equal(readFileSync(FILE, "utf8"), "before");
  assert.deepEqual(readdirSync(root), ["accepted.json"]);
  truncateSync(FILE, MAX_FILE_BYTES);
  await assert.rejects(appendFile(FILE, "x"), { message, hint: `Nothing was added to ${FILE}.` });
  assert.equal(statSync(FILE).size, MAX_FILE_BYTES);
  await replaceFile(FILE, many(MAX_FILE_BYTES / piece.length));
  assert.equal(statSync(FILE).size, MAX_FILE_BYTES);
});

/** The reason to leave out a test of modes; false if they bind this user. */
const WITHOUT_MODES =
  process.platform === "win32"
    ? "Windows has no modes of directories"
    : process.geteuid?.() === 0 && "root may write any file";

test("a read-only file is unchanged, and its directory is no cause", { skip: WITHOUT_MODES }, async () => {
  writeFileSync(FILE, "before", { mode: 0o444 });
  await assert.rejects(replaceFile(FILE, ["after"]), { hint: `${FILE} is unchanged.` });
  await assert.rejects(appendFile(FILE, "after"), { hint: `Nothing was added to ${FILE}.` });
});

test("a directory that is not writable is a cause", { skip: WITHOUT_MODES }, async () => {
  chmodSync(root, 0o555);
  try {
    await assert.rejects(replaceFile(FILE, ["after"]), { hint: `${FILE} was not created.${QUESTION}` });
    await assert.rejects(appendFile(FILE, "after"), { hint: `Nothing was added to ${FILE}.${QUESTION}` });
  } finally {
    chmodSync(root, 0o755);
  }
});
