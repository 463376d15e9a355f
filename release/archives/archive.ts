import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { join } from "node:path";
import { create } from "tar";
import { ZipFile } from "yazl";
import type { Target } from "../targets.ts";

/** The modification time of every file, the same as in npm's packages: two archives of the same files are identical. */
const MTIME = new Date("1985-10-26T08:15:00Z");

/** A file of an archive; `isProgram` if it is executable. */
export interface ArchiveEntry {
  readonly name: string;
  readonly isProgram: boolean;
}

/**
 * Writes the archive of a target: tar and gzip, or zip for Windows. The archive does not contain its author, machine or time.
 *
 * @param directory contains the entries
 */
export async function writeArchive(
  { os }: Target,
  file: string,
  directory: string,
  entries: readonly ArchiveEntry[],
): Promise<void> {
  if (os === "windows") return writeZip(file, directory, entries);
  const names = entries.map(({ name }) => name);
  const programs = new Set(entries.filter(({ isProgram }) => isProgram).map(({ name }) => name));
  await create(
    {
      file,
      cwd: directory,
      gzip: true,
      portable: true,
      mtime: MTIME,
      noDirRecurse: true,
      // The umask may have removed permissions.
      onWriteEntry: (entry) => {
        if (entry.stat) entry.stat.mode = modeOf(programs.has(entry.path));
      },
    },
    names,
  );
}

async function writeZip(file: string, directory: string, entries: readonly ArchiveEntry[]): Promise<void> {
  const zip = new ZipFile();
  for (const { name, isProgram } of entries) {
    zip.addFile(join(directory, name), name, {
      mtime: MTIME,
      mode: modeOf(isProgram),
      compressionLevel: 9,
    });
  }
  zip.end();
  // The archive reports read errors; its stream does not.
  const failed = once(zip, "error").then(([error]: unknown[]) => Promise.reject(error));
  await Promise.race([finished(zip.outputStream.pipe(createWriteStream(file))), failed]);
}

/** The mode of a regular file, with the bits of the file type. */
function modeOf(isProgram: boolean): number {
  return isProgram ? 0o100755 : 0o100644;
}
