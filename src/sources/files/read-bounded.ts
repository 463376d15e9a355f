import { readSync } from "node:fs";

const CHUNK = 64 * 1024;

/**
 * Reads an open file or pipe to its end.
 *
 * @param most the limit of bytes: a pipe may never end, and the size of a file in /proc is wrong
 * @returns undefined if there are more bytes
 */
export function readBounded(file: number, most: number): Buffer | undefined {
  const chunks: Buffer[] = [];
  for (let length = 0; length <= most;) {
    const chunk = Buffer.allocUnsafe(CHUNK);
    const read = readSync(file, chunk);
    if (read === 0) return Buffer.concat(chunks, length);
    chunks.push(chunk.subarray(0, read));
    length += read;
  }
  return undefined;
}
