import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { withLock } from "../../release/lock.ts";

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-lock-"));
after(() => rmSync(directory, { recursive: true }));

/** A process that prints when it gets and releases a lock. */
const PROGRAM = `
  import { appendFileSync } from "node:fs";
  import { setTimeout as sleep } from "node:timers/promises";
  import { withLock } from ${JSON.stringify(new URL("../../release/lock.ts", import.meta.url).href)};
  const [lock, log] = process.argv.slice(1);
  for (let round = 0; round < 5; round++) {
    await withLock(lock, async () => {
      appendFileSync(log, "in\\n");
      await sleep(5);
      appendFileSync(log, "out\\n");
    });
  }
`;

/** The id of a process that has ended. */
function deadPid(): string {
  return String(spawnSync(process.execPath, ["-e", "0"]).pid);
}

describe("a lock", () => {
  it("admits one process at a time, even if its earlier owner was killed", async () => {
    const lock = join(directory, "shared");
    const log = join(directory, "log");
    writeFileSync(lock, deadPid());
    const args = ["--input-type=module", "-e", PROGRAM, lock, log];
    const children = Array.from({ length: 4 }, () => spawn(process.execPath, args, { stdio: "inherit" }));
    const codes = await Promise.all(children.map(async (child) => (await once(child, "close"))[0] as number));
    assert.deepEqual(codes, [0, 0, 0, 0]);
    assert.equal(readFileSync(log, "utf8"), "in\nout\n".repeat(20));
  });

  it("is taken over if its process no longer exists or left it empty, and no file remains", async () => {
    for (const owner of [deadPid(), ""]) {
      const lock = join(directory, "left");
      writeFileSync(lock, owner);
      assert.equal(await withLock(lock, async () => readFileSync(lock, "utf8")), String(process.pid));
      assert.deepEqual(
        readdirSync(directory).filter((name) => name.startsWith("left")),
        [],
      );
    }
  });

  it("is released after an error", async () => {
    const lock = join(directory, "failing");
    await assert.rejects(
      withLock(lock, () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await withLock(lock, async () => 1), 1);
  });
});
