import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { withLock } from "../../../src/cli/files/lock.ts";
import { ended, letGo, ready, start } from "./processes.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-lock-"));
const FILE = join(root, "accepted.json");
const LOCK = `${FILE}.lock`;
const MARK = join(root, "mark");
beforeEach(() => {
  rmSync(root, { recursive: true });
  mkdirSync(root);
});
after(() => rmSync(root, { recursive: true }));

const ATTEMPTS = 5;

/** Requests the lock, and returns the number of waits and the messages. */
async function ask(): Promise<{ waited: number; said: string; held: boolean; error: string }> {
  const outcome = { waited: 0, said: "", held: false, error: "" };
  const pause = async (): Promise<void> => void outcome.waited++;
  const onWait = (message: string): void => void (outcome.said += message);
  const work = async (): Promise<void> => {
    outcome.held = existsSync(LOCK);
  };
  try {
    await withLock(FILE, work, { attempts: ATTEMPTS, pause, onWait });
  } catch (error) {
    outcome.error = String(error);
  }
  return outcome;
}

/** The lock of a process of this machine that has ended. */
async function writeLockOfTheDead(): Promise<void> {
  const child = start(["locked", FILE, MARK]);
  const end = ended(child);
  await ready(child);
  child.kill("SIGKILL");
  assert.equal((await end).signal, "SIGKILL");
  assert.ok(existsSync(LOCK));
}

describe("the lock of a file", () => {
  it("exists during the work, and not after it", async () => {
    assert.deepEqual(await ask(), { waited: 0, said: "", held: true, error: "" });
    assert.deepEqual(readdirSync(root), []);
  });

  it("is removed after work that fails", async () => {
    const work = (): Promise<never> => Promise.reject(new TypeError("no"));
    await assert.rejects(withLock(FILE, work), TypeError);
    assert.deepEqual(readdirSync(root), []);
  });

  it("of a running process is waited for, a bounded number of times", async () => {
    const child = start(["locked", FILE, MARK]);
    const end = ended(child);
    await ready(child);
    const before = readFileSync(LOCK, "utf8");
    assert.deepEqual(await ask(), {
      waited: ATTEMPTS - 1,
      said: `${LOCK}: another run writes the file (process ${child.pid}); waiting for it`,
      held: false,
      error: `UserError: ${FILE} was not written: another run has locked it with ${LOCK} (process ${child.pid})`,
    });
    assert.equal(readFileSync(LOCK, "utf8"), before);
    letGo(MARK);
    assert.equal((await end).code, 0);
    assert.ok(!existsSync(LOCK));
  });

  it("of a run that was killed is taken over at once", async () => {
    await writeLockOfTheDead();
    assert.deepEqual(await ask(), { waited: 0, said: "", held: true, error: "" });
    assert.deepEqual(readdirSync(root), []);
  });

  it("of another machine, or of another boot of this one, is never taken over", async () => {
    await writeLockOfTheDead();
    const lock = JSON.parse(readFileSync(LOCK, "utf8"));
    for (const place of [
      `other ${lock.place}`,
      String(lock.place).replace(/.$/, (last) => (last === "0" ? "1" : "0")),
    ]) {
      writeFileSync(LOCK, JSON.stringify({ ...lock, place }));
      const { held, waited } = await ask();
      assert.deepEqual([held, waited], [false, ATTEMPTS - 1]);
    }
  });

  for (const [name, make] of [
    ["is empty", () => writeFileSync(LOCK, "")],
    ["is no lock", () => writeFileSync(LOCK, '{"pid": 1}')],
    ["names a path in place of a token", () => writeFileSync(LOCK, '{"pid":999999,"place":"","token":"../../x"}')],
    ["is a link to nothing", () => symlinkSync(join(root, "elsewhere"), LOCK)],
    ["is a directory", () => mkdirSync(LOCK)],
    ["is a pipe without a writer", () => spawnSync("mkfifo", [LOCK])],
  ] as const) {
    it(`that ${name} belongs to another program`, async () => {
      make();
      const { held, error } = await ask();
      assert.equal(held, false);
      assert.equal(
        error,
        `UserError: ${FILE} was not written: another run has locked it with ${LOCK} (a process that is not known)`,
      );
      assert.deepEqual(readdirSync(root), ["accepted.json.lock"]);
    });
  }

  for (const [name, prepare] of [
    ["", async () => {}],
    [" whose lock is that of a killed run", writeLockOfTheDead],
  ] as const) {
    it(`keeps every change that many runs make to one file${name}`, async () => {
      await prepare();
      const lines = Array.from({ length: 8 }, (_, index) => `line ${index}`);
      const ends = await Promise.all(lines.map((line) => ended(start(["add", FILE, line]))));
      assert.deepEqual(
        ends.map(({ code, stdout }) => [code, stdout]),
        lines.map(() => [0, ""]),
      );
      assert.deepEqual(readFileSync(FILE, "utf8").trimEnd().split("\n").toSorted(), lines);
      assert.ok(!existsSync(LOCK));
    });
  }
});
