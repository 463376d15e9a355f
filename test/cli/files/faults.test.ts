import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
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
const FILE = join(FOLDER, "baseline.json");
const MARK = join(root, "mark");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(FILE, "before");
});
after(() => rmSync(root, { recursive: true }));

const isRoot = process.geteuid?.() === 0;
const NOBODY = 65534;

describe("a process that is ended while it writes a file", () => {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    it(`dies by ${signal}, and leaves the file as it was and nothing beside it`, async () => {
      const child = start(["midway", FILE, MARK]);
      const end = ended(child);
      await ready(child);
      const temporary = readdirSync(FOLDER).find((name) => name !== "baseline.json") ?? "";
      assert.equal(statSync(join(FOLDER, temporary)).mode & 0o7777, 0o600);
      child.kill(signal);
      letGo(MARK);
      const { code, signal: by } = await end;
      assert.deepEqual([code, by], [null, signal]);
      assert.deepEqual(readdirSync(FOLDER), ["baseline.json"]);
      assert.equal(readFileSync(FILE, "utf8"), "before");
    });
  }

  it("dies by a signal that comes as the last piece is written", async () => {
    const child = start(["last", FILE, MARK]);
    const end = ended(child);
    await ready(child);
    child.kill("SIGTERM");
    letGo(MARK);
    assert.equal((await end).signal, "SIGTERM");
    assert.deepEqual(readdirSync(FOLDER), ["baseline.json"]);
    assert.equal(statSync(FILE).size, 1024 * 1024);
  });

  it("gives up its lock with the file", async () => {
    const child = start(["locked", FILE, MARK]);
    const end = ended(child);
    await ready(child);
    assert.deepEqual(readdirSync(FOLDER), ["baseline.json", "baseline.json.lock"]);
    child.kill("SIGINT");
    letGo(MARK);
    assert.equal((await end).signal, "SIGINT");
    assert.deepEqual(readdirSync(FOLDER), ["baseline.json"]);
    assert.equal(readFileSync(FILE, "utf8"), "before");
  });

  for (const [task, code] of [
    ["exit", 7],
    ["uncaught", 1],
  ] as const) {
    it(`ends with its own exit code (${task})`, async () => {
      assert.deepEqual(await ended(start([task, FILE])), { code, signal: null, stdout: "" });
      assert.deepEqual(readdirSync(FOLDER), ["baseline.json"]);
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
    it(`stops in the middle (${task}), and the file is as it was`, () => {
      // In blocks of 1,024 bytes.
      const { status, stdout } = inShell("ulimit -f 512", [], task);
      assert.equal(stdout, `${FILE} could not be written: file too large\nbaseline.json\n`);
      assert.equal(status, 2);
      assert.equal(statSync(FILE).size, size);
    });
  }

  const mounts = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "none", root]).status === 0;
  it("is full, and the file is as it was", { skip: !mounts && "needs user namespaces" }, () => {
    const command = `mount -t tmpfs -o size=512k none ${FOLDER} && printf before > ${FILE}`;
    const { stdout } = inShell(command, ["unshare", "-rm"]);
    assert.equal(stdout, `${FILE} could not be written: no space left on device\nbaseline.json\n`);
    const appended = inShell(command, ["unshare", "-rm"], "append");
    assert.equal(appended.stdout, `${FILE} could not be written: no space left on device\nbaseline.json\n`);
  });

  it("is read-only", { skip: !mounts && "needs user namespaces" }, () => {
    const { stdout } = inShell(`mount -t tmpfs -o ro none ${FOLDER}`, ["unshare", "-rm"]);
    assert.equal(stdout, `${FILE} could not be written: read-only file system\n\n`);
  });
});

describe("the owner of a file", { skip: !isRoot && "only root can give files away" }, () => {
  it("stays the owner when root writes it", async () => {
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
      "it belongs to another user (uid 0), and would not any more; write it as that user",
    ],
    [
      "has made it read-only: nothing is written",
      () => {
        chownSync(FILE, NOBODY, NOBODY);
        chmodSync(FILE, 0o444);
      },
      "permission denied",
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
      const { code, stdout } = await ended(start(["write", FILE], { uid: NOBODY, gid: NOBODY }));
      assert.equal(stdout, `${FILE} could not be written: ${reason}\nbaseline.json\n`);
      assert.equal(code, 2);
      assert.equal(readFileSync(FILE, "utf8"), "before");
    });
  }
});
