import { randomUUID } from "node:crypto";
import { link, readFile, rename, rm, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

const POLL_MS = 200;
/** After this time a waiting process prints the reason. */
const SAY_SO_MS = 5000;
/** The longest time for an action under a lock: a slow machine builds the API server of the tests. */
const GIVE_UP_MS = 30 * 60 * 1000;

/**
 * Runs `action` under a lock: a file with this process's ID. A lock is ignored if its process no longer exists.
 *
 * @throws Error if another process keeps the lock for half an hour
 */
export async function withLock<T>(file: string, action: () => Promise<T>): Promise<T> {
  const own = `${file}.${randomUUID()}`;
  // A link creates the complete file at once: a lock is never empty, even if this process is killed.
  await writeFile(own, String(process.pid));
  try {
    await acquire(file, own);
  } finally {
    await rm(own, { force: true });
  }
  try {
    return await action();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string, own: string): Promise<void> {
  const start = Date.now();
  let isSaid = false;
  while (!(await tryLink(own, file))) {
    if (await takeAwayIfAbandoned(file)) continue;
    const waited = Date.now() - start;
    if (waited > GIVE_UP_MS)
      throw new Error(`another process has kept the lock ${file} for half an hour: does it still run?`);
    if (waited > SAY_SO_MS && !isSaid) {
      isSaid = true;
      process.stderr.write(`waiting for the lock ${file} of process ${await ownerOf(file)}\n`);
    }
    await sleep(POLL_MS);
  }
}

async function tryLink(own: string, file: string): Promise<boolean> {
  try {
    await link(own, file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** Only one process can rename an abandoned lock. If the renamed lock is a new one of another process, it is put back. */
async function takeAwayIfAbandoned(file: string): Promise<boolean> {
  if (isAlive(await ownerOf(file))) return false;
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return true;
    throw error;
  }
  if (isAlive(await ownerOf(aside))) await tryLink(aside, file);
  await rm(aside, { force: true });
  return true;
}

async function ownerOf(file: string): Promise<string> {
  return await readFile(file, "utf8").catch(() => "");
}

/** EPERM means that the process exists and belongs to another user. A lock that was just removed has no owner. */
function isAlive(owner: string): boolean {
  const pid = Number(owner);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
