import { statSync } from "node:fs";
import { join } from "node:path";
import { describeFileError } from "../../api/files.ts";
import { UserError } from "../../api/user-error.ts";
import { readCredentialFile } from "../cluster/kubeconfig/credential-file.ts";

/** The files of a directory with the certificates of a webhook. */
export const CERTIFICATE_FILES = { authorities: "ca.crt", certificate: "tls.crt", key: "tls.key" } as const;

/** The bits of a mode that let other users read or write. */
const OTHERS = 0o077;

/**
 * Reads the certificates of a directory. A text is empty if its file does not exist.
 *
 * @throws UserError if the directory does not exist, a file cannot be read, or others can read the key
 */
export function readCertificateDirectory(directory: string): Readonly<Record<keyof typeof CERTIFICATE_FILES, string>> {
  if (statOf(directory)?.isDirectory() !== true) {
    throw new UserError(`${directory}: no such directory`, "Create it, for yourself alone: mkdir -m 700 DIRECTORY.");
  }
  const key = join(directory, CERTIFICATE_FILES.key);
  const mode = Number(statOf(key)?.mode ?? 0);
  if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
    const found = (mode & 0o777).toString(8);
    throw new UserError(`${key}: others can use this private key (mode ${found})`, "Run chmod 600 on it, and repeat.");
  }
  return {
    authorities: read(join(directory, CERTIFICATE_FILES.authorities)),
    certificate: read(join(directory, CERTIFICATE_FILES.certificate)),
    key: read(key),
  };
}

function read(file: string): string {
  if (statOf(file) === undefined) return "";
  const { bytes, fault } = readCredentialFile(file);
  if (bytes === undefined) throw new UserError(`${file}: ${fault}`, "Give another directory, or remove the file.");
  return bytes.toString("latin1");
}

function statOf(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UserError(`${path}: ${describeFileError(error)}`, "Check the directory given with --directory.");
  }
}
