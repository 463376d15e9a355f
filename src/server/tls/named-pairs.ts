import { X509Certificate } from "node:crypto";
import { createSecureContext, type SecureContext, type SecureVersion } from "node:tls";
import { UserError } from "../../api/user-error.ts";
import type { KeyPair } from "./key-pair.ts";

/** The files of a certificate for some names: a value of `--tls-sni-cert-key`. */
export interface NamedPairFiles {
  readonly certFile: string;
  readonly keyFile: string;
  /** The names; without any, those of the certificate. */
  readonly patterns: readonly string[];
}

/**
 * Parses a value of `--tls-sni-cert-key`, as NamedCertKey.Set of k8s.io/component-base v0.37.2 does: `cert,key` or `cert,key:name,*.name`.
 *
 * @throws UserError for another form
 */
export function parseNamedPair(text: string): NamedPairFiles {
  const [files = "", names] = text.split(/:(.*)/s);
  const [certFile = "", keyFile = "", ...more] = files.split(",").map((file) => file.trim());
  const patterns = names?.split(",").map((name) => name.trim().toLowerCase()) ?? [];
  if (certFile === "" || keyFile === "" || more.length > 0 || patterns.some((name) => !PATTERN.test(name))) {
    throw new UserError(
      "--tls-sni-cert-key: expected the files of a certificate and its key, and the names that they are for",
      "For example: --tls-sni-cert-key=foo.crt,foo.key:*.foo.example,foo.example",
    );
  }
  return { certFile, keyFile, patterns };
}

const PATTERN = /^(?:\*\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;

/** A certificate, and the names that it is for. */
export interface NamedPair extends KeyPair {
  readonly patterns: readonly string[];
}

/** How connections are encrypted. */
export interface TlsOptions {
  readonly minVersion: SecureVersion;
  /** The cipher suites as OpenSSL names them; absent for those of Node. */
  readonly ciphers?: string;
}

/**
 * Finds the certificate for the name that a client asks for. A full name comes before a wildcard, and names of the flag come before those of a certificate, as
 * GetNamedCertificateMap of k8s.io/apiserver v0.37.2 orders them. Without a certificate for the name, the server uses its own.
 */
export function contextFinder(
  pairs: readonly NamedPair[],
  options: TlsOptions,
): (name: string) => SecureContext | undefined {
  const contexts = new Map<string, SecureContext>();
  const explicit = pairs.filter(({ patterns }) => patterns.length > 0);
  for (const pair of [...explicit, ...pairs.filter(({ patterns }) => patterns.length === 0)]) {
    const context = createSecureContext({ ...pair, ...options });
    const names = pair.patterns.length > 0 ? pair.patterns : namesOf(pair);
    for (const name of names) if (!contexts.has(name)) contexts.set(name, context);
  }
  return (name) => {
    const lower = name.toLowerCase();
    return contexts.get(lower) ?? contexts.get(lower.replace(/^[^.]+/, "*"));
  };
}

function namesOf({ cert }: KeyPair): readonly string[] {
  const { subjectAltName = "" } = new X509Certificate(cert);
  return [...subjectAltName.matchAll(/DNS:([^,\s"]+)/g)].map(([, name = ""]) => name.toLowerCase());
}
