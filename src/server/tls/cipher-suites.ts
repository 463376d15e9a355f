import { nearestName } from "../../api/words/nearest-name.ts";
import { UserError } from "../../api/user-error.ts";
import { quote } from "../../api/words/quoted.ts";

/** The cipher suites of TLS 1.3. As in Go, they are always offered. */
const TLS_13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

/** The cipher suites of TLS 1.2 that Go 1.26 calls secure (CipherSuites of crypto/tls), with the names of OpenSSL. */
const TLS_12: ReadonlyMap<string, string> = new Map(
  ["ECDSA", "RSA"].flatMap((kind) => {
    const go = `TLS_ECDHE_${kind}_WITH`;
    const openssl = `ECDHE-${kind}`;
    return [
      [`${go}_AES_128_GCM_SHA256`, `${openssl}-AES128-GCM-SHA256`],
      [`${go}_AES_256_GCM_SHA384`, `${openssl}-AES256-GCM-SHA384`],
      [`${go}_CHACHA20_POLY1305_SHA256`, `${openssl}-CHACHA20-POLY1305`],
      [`${go}_CHACHA20_POLY1305`, `${openssl}-CHACHA20-POLY1305`],
      [`${go}_AES_128_CBC_SHA`, `${openssl}-AES128-SHA`],
      [`${go}_AES_256_CBC_SHA`, `${openssl}-AES256-SHA`],
    ] as const;
  }),
);

/**
 * Translates `--tls-cipher-suites` from the names of Go's crypto/tls to the list of OpenSSL.
 *
 * @throws UserError for a name that is unknown or insecure
 */
export function opensslCiphers(names: string): string {
  const ciphers = names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => !TLS_13.includes(name))
    .map((name) => {
      const cipher = TLS_12.get(name);
      if (cipher !== undefined) return cipher;
      const meant = nearestName(name, [...TLS_12.keys(), ...TLS_13]);
      throw new UserError(
        `--tls-cipher-suites: ${quote(name)} is unknown, or not secure`,
        meant === undefined ? `Choose among ${[...TLS_12.keys()].join(", ")}.` : `Did you mean ${meant}?`,
      );
    });
  return [...TLS_13, ...new Set(ciphers)].join(":");
}
