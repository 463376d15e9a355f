import { X509Certificate } from "node:crypto";
import { readdirSync, readlinkSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { getCACertificates } from "node:tls";
import { UserError } from "../../../api/user-error.ts";
import type { Environment } from "../kubeconfig/kubeconfig-files.ts";
import { readCredentialFile } from "../kubeconfig/credential-file.ts";

/** The files of the system's authorities. The first existing one counts (crypto/x509 root_linux.go, root_bsd.go, Go 1.26). */
const FILES = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/pki/tls/cacert.pem",
  "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  "/etc/ssl/cert.pem",
  "/usr/local/etc/ssl/cert.pem",
  "/usr/local/share/certs/ca-root-nss.crt",
  "/etc/openssl/certs/ca-certificates.crt",
];
/** All files in these directories count as well. */
const DIRECTORIES = ["/etc/ssl/certs", "/etc/pki/tls/certs", "/usr/local/share/certs", "/etc/openssl/certs"];

const BLOCK = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/**
 * Reads the PEM of the authorities that the system trusts, as Go does for kubectl (crypto/x509 root_unix.go, Go 1.26): from SSL_CERT_FILE and
 * SSL_CERT_DIR, else from the usual places; on macOS and Windows from the system's store. NODE_EXTRA_CA_CERTS adds to them.
 *
 * @param platform a value of process.platform
 * @returns undefined if the system has none, as in an image from scratch. Go would then trust no server, and Node trusts its own authorities
 * @throws UserError if the variables are set, and no authority can be read from them
 */
export function readSystemAuthorities(env: Environment, platform: string): string[] | undefined {
  const hasStore = platform === "darwin" || platform === "win32";
  const found = hasStore ? getCACertificates("system") : readFiles(env);
  if (found.length > 0) return unique([...found, ...getCACertificates("extra")]);
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: directory } = env;
  if (hasStore || (!file && !directory)) return undefined;
  throw new UserError(
    "no certificate authority can be read where SSL_CERT_FILE and SSL_CERT_DIR say",
    "Correct these variables, or name the cluster's own with --certificate-authority.",
  );
}

function readFiles({ SSL_CERT_FILE: named, SSL_CERT_DIR: directories }: Environment): string[] {
  const blocks: string[] = [];
  const read = (path: string): boolean => {
    const { bytes } = readCredentialFile(path);
    for (const [block] of bytes?.toString("latin1").matchAll(BLOCK) ?? []) blocks.push(block);
    return bytes !== undefined;
  };
  (named ? [named] : FILES).some(read);
  for (const directory of directories ? directories.split(":") : DIRECTORIES) {
    for (const entry of entriesOf(directory)) read(join(directory, entry));
  }
  return unique(blocks).filter(isCertificate);
}

/** Removes duplicates. Certificates with other line breaks are equal. */
function unique(blocks: readonly string[]): string[] {
  return [...new Map(blocks.map((block) => [block.replaceAll(/\s/g, ""), block])).values()];
}

/** The files of a directory, without the links to files of the same directory that c_rehash creates. */
function entriesOf(directory: string): string[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.filter((entry) => !isLinkWithin(directory, entry)).map(({ name }) => name);
  } catch {
    return [];
  }
}

function isLinkWithin(directory: string, entry: Dirent): boolean {
  return entry.isSymbolicLink() && !readlinkSync(join(directory, entry.name)).includes("/");
}

/** Whether PEM is a valid certificate. OpenSSL would stop at an invalid one. */
function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).subject !== undefined;
  } catch {
    return false;
  }
}
