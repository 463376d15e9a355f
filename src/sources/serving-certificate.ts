import { X509Certificate, createPrivateKey, type KeyObject } from "node:crypto";
import { UserError } from "../api/user-error.ts";
import { readCredentialFile } from "./cluster/kubeconfig/credential-file.ts";

/** The certificate of a server and its key, as PEM. */
export interface ServingPair {
  readonly cert: Buffer;
  readonly key: Buffer;
  /** When the certificate expires, in seconds since 1970. */
  readonly notAfter: number;
}

/**
 * Reads the certificate of a server and its key, and verifies that they belong together.
 *
 * @throws UserError without any part of the key
 */
export function readServingPair(certFile: string, keyFile: string): ServingPair {
  const cert = readPem(certFile);
  const key = readPem(keyFile);
  const certificate = parse(certFile, "certificate", () => new X509Certificate(cert));
  const privateKey: KeyObject = parse(keyFile, "private key", () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey)) {
    throw new UserError(
      `${keyFile}: the key does not belong to the certificate in ${certFile}`,
      "Give the two files of one Secret of the type kubernetes.io/tls.",
    );
  }
  return { cert, key, notAfter: certificate.validToDate.getTime() / 1000 };
}

/**
 * Reads a certificate, and its key if it is given, as text.
 *
 * @throws UserError if a file cannot be read
 */
export function readServingPem(
  certFile: string,
  keyFile: string | undefined,
): { readonly name: string; readonly cert: string; readonly key?: string } {
  const cert = readPem(certFile).toString("latin1");
  return { name: certFile, cert, ...(keyFile !== undefined && { key: readPem(keyFile).toString("latin1") }) };
}

function readPem(file: string): Buffer {
  const { bytes, fault } = readCredentialFile(file);
  if (bytes === undefined) throw new UserError(`${file}: ${fault}`, CHECK_FLAGS);
  return bytes;
}

const CHECK_FLAGS = "Check the paths of --tls-cert-file and --tls-private-key-file.";

function parse<T>(file: string, what: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new UserError(`${file}: contains no ${what} in PEM format`, CHECK_FLAGS);
  }
}
