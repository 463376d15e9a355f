import { randomUUID } from "node:crypto";
import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readSync,
  readlinkSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "../../api/record.ts";
import { UserError } from "../../api/user-error.ts";
import { withCleanup } from "./cleanup.ts";

/** The attempts of a run to get the lock, and the pause between them in milliseconds. Another run merges and writes within seconds. */
const ATTEMPTS = 300;
const PAUSE = 100;

/** The most bytes of a lock, which is a line of JSON. */
const MAX_LENGTH = 1024;

/** The options of waiting for a lock. */
export interface WaitOptions {
  /** The number of attempts to get the lock. */
  readonly attempts?: number;
  /** Waits before the next attempt. */
  readonly pause?: () => Promise<void>;
  /** Is called once with a message, if another run holds the lock. */
  readonly onWait?: (message: string) => void;
}

/** The holder of a lock. */
interface Holder {
  readonly pid: number;
  /** The machine and process namespace that the pid belongs to. */
  readonly place: string;
  /** Identifies this lock. */
  readonly token: string;
}

/**
 * Does some work while it holds a lock, so that other runs with the same lock wait. The lock is a file, `FILE.lock`, beside the file. A killed run
 * leaves its lock behind; the next run on the same machine sees that the process is gone and takes the lock over. Processes on other machines are
 * invisible, so their locks are never taken over.
 *
 * @throws UserError with the name of the lock file, if another run does not release the lock
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  { attempts = ATTEMPTS, pause = () => sleep(PAUSE), onWait }: WaitOptions = {},
): Promise<T> {
  const lock = `${file}.lock`;
  const own: Holder = { pid: process.pid, place: placeOfProcess(), token: randomUUID() };
  const release = (): void => {
    if (readHolder(lock)?.token === own.token) rmSync(lock, { force: true });
    rmSync(`${lock}.${own.token}`, { force: true });
  };
  return withCleanup(release, async () => {
    for (let attempt = 1; !(tryCreate(lock, own) || tryTakeOver(lock, own)); attempt++) {
      if (attempt >= attempts) throw heldByOther(file, lock);
      if (attempt === 1) onWait?.(`${lock}: another run writes the file (${holderText(lock)}); waiting for it`);
      await pause();
    }
    return work();
  });
}

function heldByOther(file: string, lock: string): UserError {
  return new UserError(
    `${file} was not written: another run has locked it with ${lock} (${holderText(lock)})`,
    `Run it again when that run has ended. If there is no such run, remove ${lock}.`,
  );
}

function holderText(lock: string): string {
  const holder = readHolder(lock);
  return holder === undefined ? "a process that is not known" : `process ${holder.pid}`;
}

/** @returns whether this run has created the lock; false if there was one already */
function tryCreate(lock: string, own: Holder): boolean {
  try {
    createFile(lock, own);
    return true;
  } catch (error) {
    if (isCode(error, "EEXIST")) return false;
    throw error;
  }
}

/**
 * Takes over the lock of a process that is gone. If several runs see this at once, only one may act. Otherwise a later run could remove the lock that an
 * earlier one has just taken. So a run must first create a file named after the token of the old lock, which only one run can do. Then it reads the
 * lock again, because it may be another one now.
 */
function tryTakeOver(lock: string, own: Holder): boolean {
  const seen = readHolder(lock);
  if (seen === undefined || !isGone(seen, own.place)) return false;
  const claim = `${lock}.${seen.token}`;
  if (!tryCreate(claim, own)) return false;
  if (readHolder(lock)?.token !== seen.token) {
    rmSync(claim, { force: true });
    return false;
  }
  renameSync(claim, lock);
  return true;
}

function createFile(path: string, content: Holder): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o644);
  try {
    writeSync(descriptor, `${JSON.stringify(content)}\n`);
  } finally {
    closeSync(descriptor);
  }
}

/** The holder of a lock; undefined if there is none, or its process has not written the file yet. */
function readHolder(lock: string): Holder | undefined {
  try {
    // The flags refuse a link and do not wait for a pipe: another user may have put one there.
    const descriptor = openSync(lock, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!fstatSync(descriptor).isFile()) return undefined;
      const bytes = Buffer.alloc(MAX_LENGTH);
      return parseHolder(bytes.toString("utf8", 0, readSync(descriptor, bytes)));
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

function parseHolder(text: string): Holder | undefined {
  const value: unknown = JSON.parse(text);
  if (!isRecord(value)) return undefined;
  const { pid, place, token } = value;
  if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid < 1) return undefined;
  // The token becomes part of a file's name.
  if (typeof place !== "string" || typeof token !== "string" || !/^[-0-9a-f]{36}$/.test(token)) return undefined;
  return { pid, place, token };
}

function isGone({ pid, place }: Holder, here: string): boolean {
  if (place !== here) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return isCode(error, "ESRCH");
  }
}

/** Identifies the scope of a pid: the machine, its boot, and the process namespace of the container. */
function placeOfProcess(): string {
  const parts = [
    () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"),
    () => readlinkSync("/proc/self/ns/pid"),
  ];
  return [hostname(), ...parts.map(orEmpty)].join(" ").trim();
}

function orEmpty(read: () => string): string {
  try {
    return read().trim();
  } catch {
    return "";
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
