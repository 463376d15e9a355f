import { closeSync, constants, fstatSync, openSync } from "node:fs";
import { describeFileError } from "../../../api/files.ts";
import { readBounded } from "../../files/read-bounded.ts";
import { describeSpecial, isInheritedPipe } from "../../files/read-text.ts";

/** The bytes of a file, or why it cannot be read. */
export type BytesOrFault =
  | { readonly bytes: Buffer; readonly fault?: never }
  | { readonly bytes?: never; readonly fault: string };

const MIB = 1024 * 1024;
/** A bundle of all public authorities takes less than 1 MiB. */
const MAX_CREDENTIAL = 8 * MIB;

/**
 * The contents of pipes by path. A pipe can be read only once, and a certificate is read again after the server refuses it. The map is global,
 * because pipes and their numbers belong to the process.
 */
const pipeContents = new Map<string, Buffer>();

/**
 * Reads a certificate, a key or a token from its file, or from a pipe of the shell. It never waits for a file that gives nothing, such as a named
 * pipe, and reads no more than 8 MiB.
 */
export function readCredentialFile(path: string): BytesOrFault {
  const known = pipeContents.get(path);
  if (known !== undefined) return { bytes: known };
  let file: number | undefined;
  try {
    const isPipe = isInheritedPipe(path);
    // Without O_NONBLOCK, opening a named pipe waits for a writer. A pipe of the shell has one.
    file = openSync(path, constants.O_RDONLY | (isPipe ? 0 : (constants.O_NONBLOCK ?? 0)));
    const stats = fstatSync(file);
    const isReadable = stats.isFile() || stats.isDirectory() || (isPipe && stats.isFIFO());
    if (!isReadable) return { fault: describeSpecial(stats) };
    const bytes = readBounded(file, MAX_CREDENTIAL);
    if (bytes === undefined) return { fault: `is larger than ${MAX_CREDENTIAL / MIB} MiB` };
    if (isPipe) pipeContents.set(path, bytes);
    return { bytes };
  } catch (error) {
    return { fault: describeFileError(error) };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
