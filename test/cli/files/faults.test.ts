import assert from "node:assert/strict";
import { spawnSync, type ChildProcess } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { ended, letGo, ready, start } from "./processes.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-faults-"));
const FOLDER = join(root, "folder");
const FILE = join(FOLDER, "accepted.json");
const MARK = join(root, "mark");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, "before");
});
after(() => rmSync(root, { recursive: true }));

const isRoot = process.geteuid?.() === 0;
const NOBODY = 65534;
/** Root may do everything, so its processes become another user's. */
const AS_OTHER = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
const mounts = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", root]).status === 0;
if (!mounts)
  console.log("A full disk and a read-only one are tested by faulty calls alone, because nothing can be mounted");
if (!isRoot) console.log("Owners of files are tested by faulty calls alone, because only root can give files away");

/** Starts a task of child.ts with the failing calls of injected.ts. */
function startInjected(fault: string, task = "write"): ChildProcess {
  for (const folder of [root, FOLDER]) chmodSync(folder, 0o777);
  chmodSync(FILE, 0o666);
  if (isRoot) chownSync(FILE, NOBODY, NOBODY);
  const env = { ...process.env, FAULT: fault, NODE_OPTIONS: `--import=${import.meta.resolve("./injected.ts")}` };
  return start([task, FILE], { ...AS_OTHER, env });
}

describe("a process that is ended while it writes a file", () => {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    it(`ends by ${signal}, does not change the file, and leaves no other file`, async () => {
      const child = start(["midway", FILE, MARK]);
      const end = ended(child);
      await ready(child);
      const temporary = readdirSync(FOLDER).find((name) => name !== "accepted.json") ?? "";
      assert.equal(statSync(join(FOLDER, temporary)).mode & 0o7777, 0o600);
      child.kill(signal);
      letGo(MARK);
      const { code, signal: by } = await end;
      assert.deepEqual([code, by], [null, signal]);
      assert.deepEqual(readdirSync(FOLDER), ["accepted.json"]);
      assert.equal(readFileSync(FILE, "utf8"), "before");
    });
  }

  it("ends by a signal that arrives while the last piece is written", async () => {
    const child = start(["last", FILE, MARK]);
    const end = ended(child);
    await ready(child);
    child.kill("SIGTERM");
    letGo(MARK);
    assert.equal((await end).signal, "SIGTERM");
    assert.deepEqual(readdirSync(FOLDER), ["accepted.json"]);
    assert.equal(statSync(FILE).size, 1024 * 1024);
  });

  it("releases its lock with the file", async () => {
    const child = start(["locked", FILE, MARK]);
    const end = ended(child);
    await ready(child);
    assert.deepEqual(readdirSync(FOLDER), ["accepted.json", "accepted.json.lock"]);
    child.kill("SIGINT");
    letGo(MARK);
    assert.equal((await end).signal, "SIGINT");
    assert.deepEqual(readdirSync(FOLDER), ["accepted.json"]);
    assert.equal(readFileSync(FILE, "utf8"), "before");
  });

  for (const [task, code] of [
    ["exit", 7],
    ["uncaught", 1],
  ] as const) {
    it(`ends with its own exit code (${task})`, async () => {
      assert.deepEqual(await ended(start([task, FILE])), { code, signal: null, stdout: "" });
      assert.deepEqual(readdirSync(FOLDER), ["accepted.json"]);
      assert.equal(readFileSync(FILE, "utf8"), "before");
    });
  }
});

describe("a disk or a system that does not accept a file", () => {
  /** Runs a task of child.ts in a shell that first causes a fault. */
  const inShell = (command: string, prefix: readonly string[] = [], task = "write") =>
    spawnSync(
      prefix[0] ?? "bash",
      [...(prefix.length > 0 ? [...prefix.slice(1), "bash"] : []), "-c", `${command} && exec "$0" "$@"`].concat(
        process.execPath,
        ["test/cli/files/child.ts", task, FILE],
      ),
      { encoding: "utf8" },
    );

  for (const [task, size] of [
    ["write", 6],
    ["append", 6],
  ] as const) {
    it(`stops in the middle (${task}), and the file does not change`, () => {
      // In blocks of 1,024 bytes.
      const { status, stdout } = inShell("ulimit -f 512", [], task);
      assert.equal(stdout, `${FILE} could not be written: file too large\naccepted.json\n`);
      assert.equal(status, 2);
      assert.equal(statSync(FILE).size, size);
    });
  }

  const FULL = `${FILE} could not be written: no space left on device\naccepted.json\n`;
  for (const task of ["write", "append"]) {
    it(`is full (${task}), and the file does not change; the write fails like a write to /dev/full`, async () => {
      const { code, stdout } = await ended(startInjected("full", task));
      assert.deepEqual([code, stdout], [2, FULL]);
      assert.equal(readFileSync(FILE, "utf8"), "before");
    });

    it(`is read-only (${task}), with an error at the opening of a file`, async () => {
      const { code, stdout } = await ended(startInjected("read-only", task));
      assert.equal(stdout, `${FILE} could not be written: read-only file system\naccepted.json\n`);
      assert.equal(code, 2);
    });
  }

  for (const mountable of mounts ? ["a small disk"] : []) {
    it(`${mountable} is full, and the file does not change`, () => {
      const command = `mount -t tmpfs -o size=512k none ${FOLDER} && printf before > ${FILE}`;
      for (const task of ["write", "append"]) assert.equal(inShell(command, ["unshare", "-rm"], task).stdout, FULL);
    });

    it(`${mountable} is read-only`, () => {
      const { stdout } = inShell(`mount -t tmpfs -o ro none ${FOLDER}`, ["unshare", "-rm"]);
      assert.equal(stdout, `${FILE} could not be written: read-only file system\n\n`);
    });
  }
});

describe("the owner of a file", () => {
  const own = isRoot ? NOBODY : process.geteuid?.();

  it("has made it read-only: nothing is written", async () => {
    for (const folder of [root, FOLDER]) chmodSync(folder, 0o777);
    if (isRoot) chownSync(FILE, NOBODY, NOBODY);
    chmodSync(FILE, 0o444);
    const { code, stdout } = await ended(start(["write", FILE], AS_OTHER));
    assert.equal(stdout, `${FILE} could not be written: permission denied\naccepted.json\n`);
    assert.equal(code, 2);
    assert.equal(readFileSync(FILE, "utf8"), "before");
  });

  it("is restored by root, in the recorded calls", async () => {
    const { code, stdout } = await ended(startInjected("root 1234 5678"));
    assert.deepEqual([code, stdout], [0, "chown 1234 5678\n"]);
    assert.ok(statSync(FILE).size > 1024 * 1024);
  });

  for (const [fault, reason] of [
    ["owner 12345 5678", "it belongs to another user (uid 12345), and its owner would change; write it as that user"],
    [`owner ${own} 5678`, `its owner (uid ${own}, gid 5678) could not be kept; write it as that user`],
  ] as const) {
    it(`cannot be kept, in the recorded calls: ${fault.replace(String(own), "self")}`, async () => {
      const { code, stdout } = await ended(startInjected(fault));
      assert.equal(stdout, `${FILE} could not be written: ${reason}\naccepted.json\n`);
      assert.equal(code, 2);
      assert.equal(readFileSync(FILE, "utf8"), "before");
    });
  }
});

for (const user of isRoot ? ["root"] : []) {
  describe(`the owner of a file, if ${user} can give files away`, () => {
    it("is the same after root writes the file", async () => {
      chownSync(FILE, 1234, 5678);
      chmodSync(FILE, 0o640);
      assert.equal((await ended(start(["write", FILE]))).code, 0);
      const { uid, gid, mode, size } = statSync(FILE);
      assert.deepEqual([uid, gid, mode & 0o7777], [1234, 5678, 0o640]);
      assert.ok(size > 1024 * 1024);
    });

    for (const [name, prepare, reason] of [
      [
        "is another user: nothing is written",
        () => chmodSync(FILE, 0o666),
        "it belongs to another user (uid 0), and its owner would change; write it as that user",
      ],
      [
        "has a group that cannot be kept: nothing is written",
        () => chownSync(FILE, NOBODY, 5678),
        `its owner (uid ${NOBODY}, gid 5678) could not be kept; write it as that user`,
      ],
    ] as const) {
      it(name, async () => {
        for (const folder of [root, FOLDER]) chmodSync(folder, 0o777);
        prepare();
        const { code, stdout } = await ended(start(["write", FILE], AS_OTHER));
        assert.equal(stdout, `${FILE} could not be written: ${reason}\naccepted.json\n`);
        assert.equal(code, 2);
        assert.equal(readFileSync(FILE, "utf8"), "before");
      });
    }
  });
}
