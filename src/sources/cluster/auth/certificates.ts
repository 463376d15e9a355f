import { X509Certificate, createPrivateKey, type KeyObject } from "node:crypto";
import { existsSync } from "node:fs";
import { showPath } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import type { Pem } from "../kubeconfig/kubeconfig.ts";
import { readCredentialFile } from "../kubeconfig/credential-file.ts";

/** A client certificate and its key, as PEM. */
export interface KeyPair {
  readonly cert: Buffer;
  readonly key: Buffer;
}

/**
 * The bytes that a kubeconfig contains, or whose file it names; undefined if it does neither.
 *
 * @throws UserError if the file cannot be read
 */
export function readPem({ data, file }: Pem, what: string, origin: string): Buffer | undefined {
  if (data !== "") return Buffer.from(data, "base64");
  if (file === "") return undefined;
  const { bytes, fault } = readCredentialFile(file);
  if (bytes !== undefined) return bytes;
  const hint = `Check the path of the ${what}; in a kubeconfig it counts from the directory of that file.`;
  throw new UserError(`${origin}: the ${what} ${showPath(file, existsSync)}: ${fault}`, hint);
}

/**
 * Verifies that PEM contains an authority. Without one, Node would trust no server and not say why.
 *
 * @throws UserError if it contains no certificate
 */
export function verifyAuthority(pem: Buffer, origin: string): Buffer {
  if (parseCertificate(pem) !== undefined) return pem;
  const hint = "Give the PEM of the cluster's authority: -----BEGIN CERTIFICATE-----.";
  throw new UserError(`${origin}: the certificate-authority contains no certificate`, hint);
}

/**
 * Verifies a client certificate and its key, and that they belong together.
 *
 * @param origin the place of the user in its kubeconfig, for errors
 * @throws UserError without any part of the key
 */
export function verifyKeyPair({ cert, key }: KeyPair, origin: string): KeyPair {
  const certificate = parseCertificate(cert);
  if (certificate === undefined) {
    const hint = "Give it as PEM: -----BEGIN CERTIFICATE-----.";
    throw new UserError(`${origin}: the client certificate is not a certificate`, hint);
  }
  if (!certificate.checkPrivateKey(parseKey(key, origin))) {
    const hint = "Take certificate and key from the same kubeconfig, or create new credentials.";
    throw new UserError(`${origin}: the client key does not belong to the client certificate`, hint);
  }
  return { cert, key };
}

/**
 * Refuses an expired client certificate. An API server would answer 401 without a reason.
 *
 * @param now in milliseconds since 1970
 * @throws UserError with the time when it expired
 */
export function refuseExpired(cert: Buffer, origin: string, now: number): void {
  const expiry = parseCertificate(cert)?.validToDate;
  if (expiry === undefined || now <= expiry.getTime()) return;
  const when = expiry.toISOString().replace(".000Z", "Z");
  throw new UserError(
    `${origin}: the client certificate expired at ${when}`,
    "Renew it, or log in to the cluster again.",
  );
}

function parseCertificate(pem: Buffer): X509Certificate | undefined {
  if (!pem.includes("-----BEGIN")) return undefined;
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function parseKey(pem: Buffer, origin: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    const isEncrypted = pem.includes("ENCRYPTED");
    const fault = isEncrypted ? "is encrypted, which kubectl cannot read either" : "is not a private key in PEM format";
    const remedy = isEncrypted
      ? "Write it without a passphrase: openssl pkey."
      : "Give it as PEM: -----BEGIN PRIVATE KEY-----.";
    throw new UserError(`${origin}: the client key ${fault}`, remedy);
  }
}
