import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { finished } from "node:stream/promises";
import { join } from "node:path";
import { create } from "tar";
import { ZipFile } from "yazl";
import type { Target } from "../targets.ts";

/** When every file was changed last: the moment that npm gives the files of its packages, so that two archives of the same are alike. */
const MTIME = new Date("1985-10-26T08:15:00Z");

/** A file of an archive; `isProgram` where it can be run. */
export interface ArchiveEntry {
  readonly name: string;
  readonly isProgram: boolean;
}

/**
 * Writes the archive of a target: tar and gzip, or zip for Windows. It tells nothing of who made it where and when.
 *
 * @param directory where the entries are
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
      // Whatever the umask left of them.
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
  // What cannot be read is told by the archive, and not by its stream.
  const failed = once(zip, "error").then(([error]: unknown[]) => Promise.reject(error));
  await Promise.race([finished(zip.outputStream.pipe(createWriteStream(file))), failed]);
}

/** Of a plain file, with the bits that say so. */
function modeOf(isProgram: boolean): number {
  return isProgram ? 0o100755 : 0o100644;
}
