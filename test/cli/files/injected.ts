/**
 * A preload of child.ts with file system errors that otherwise need mounts or root: `--import` this file, with
 * the environment variable FAULT.
 *
 * - `full`: the disk is full after half a megabyte.
 * - `read-only`: no file can be created or opened for writing.
 * - `owner UID GID`: the file belongs to this user and group.
 * - `root UID GID`: the same, and the process is root's. A change of an owner is printed, and not made.
 */
import fs, { type Stats } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

const { closeSync, fstatSync, openSync, statSync, writeFileSync, writeSync } = fs;
const [fault, uid, gid] = (process.env["FAULT"] ?? "").split(" ");
const file = process.argv[3] ?? "";

if (fault === "full") {
  let left = 512 * 1024;
  fs.writeFileSync = (descriptor, data, options) => {
    const bytes = Buffer.from(String(data));
    writeFileSync(descriptor, bytes.subarray(0, left), options);
    left -= bytes.length;
    if (left < 0) fail();
  };
}

/** Fails as a write to a full disk does. */
function fail(): void {
  const full = openSync("/dev/full", "w");
  try {
    writeSync(full, "x");
  } finally {
    closeSync(full);
  }
}

if (fault === "read-only") {
  fs.openSync = (path, flags, mode) => {
    const isWrite = typeof flags === "number" && (flags & (fs.constants.O_WRONLY | fs.constants.O_RDWR)) !== 0;
    if (!isWrite) return openSync(path, flags, mode);
    throw Object.assign(new Error("EROFS: read-only file system, open"), { code: "EROFS", syscall: "open" });
  };
}

if (fault === "owner" || fault === "root") {
  const { ino } = statSync(file);
  const owned = (stats: Stats | undefined): Stats | undefined =>
    stats?.ino === ino ? Object.assign(stats, { uid: Number(uid), gid: Number(gid) }) : stats;
  fs.statSync = ((path: string, options: { throwIfNoEntry: false }) =>
    owned(statSync(path, options))) as typeof fs.statSync;
  fs.fstatSync = ((descriptor: number) => owned(fstatSync(descriptor))) as typeof fs.fstatSync;
}

if (fault === "root") {
  process.geteuid = () => 0;
  fs.fchownSync = (_descriptor, newUid, newGid) => void writeSync(1, `chown ${newUid} ${newGid}\n`);
}

syncBuiltinESMExports();
