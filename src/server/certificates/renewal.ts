import { createPrivateKey, type X509Certificate } from "node:crypto";
import { isTrusted, isValid, parseCertificates } from "../setup/trusted.ts";

/** The certificates of a webhook, as PEM. A text is empty if there is none. */
export interface KeptCertificates {
  /** The authorities that the API server trusts for the webhook. */
  readonly authorities: string;
  readonly certificate: string;
  readonly key: string;
}

/** How certificates are renewed. Times are in milliseconds. */
export interface RenewalOptions {
  /** The DNS names that the certificate must have. */
  readonly names: readonly string[];
  readonly now: number;
  /** How long before its end a certificate is renewed. */
  readonly renewBefore: number;
  readonly validFor: number;
  /** Whether they are renewed in any case. */
  readonly isForced: boolean;
}

/** The certificates to use from now on. */
export interface Renewal extends KeptCertificates {
  /** The reason for new ones; undefined if the old ones stay. */
  readonly reason?: string;
  /** When the certificate expires, in milliseconds since 1970. */
  readonly notAfter: number;
}

/** Clocks of a cluster may differ. */
const CLOCK_SKEW = 3_600_000;
/** How long a replica may serve a certificate that was replaced: the kubelet takes a minute or two for a Secret. */
const REPLACED_FOR = 86_400_000;

/**
 * Renews the certificates of a webhook if necessary.
 *
 * New ones have a new authority, and its key is not kept. The API server must trust the old certificate as long as a replica serves it, so the authorities of
 * the old one stay beside the new one until the next renewal, and all of them if the old certificate is not known. If the old authorities do not lead to the old certificate, it is trusted itself.
 */
export async function renewCertificates(old: KeptCertificates, options: RenewalOptions): Promise<Renewal> {
  const { now, names, validFor } = options;
  const [certificate] = parseCertificates(old.certificate) ?? [];
  const chain = parseCertificates(old.certificate) ?? [];
  const roots = (parseCertificates(old.authorities) ?? []).filter((root) => isValid(root, now));
  const reason = reasonOf(old, chain, roots, options);
  if (reason === undefined && certificate !== undefined) {
    const authorities = unique(roots).map(pemOf).join("");
    return { ...old, authorities, notAfter: certificate.validToDate.getTime() };
  }
  const notAfter = now + validFor;
  // Loaded late, since only new certificates need the encoder.
  const { issueCertificates } = await import("./issue.ts");
  const issued = issueCertificates({ names, notBefore: now - CLOCK_SKEW, notAfter });
  // Without the old certificate, a replica may serve one of any authority.
  const kept = roots.filter(
    (root) =>
      chain.length === 0 ||
      isTrusted(chain, [root], now) ||
      root.validFromDate.getTime() > now - CLOCK_SKEW - REPLACED_FOR,
  );
  const alone = certificate !== undefined && isValid(certificate, now) && !isTrusted(chain, roots, now);
  const authorities = [issued.authority, ...unique([...kept, ...(alone ? [certificate] : [])]).map(pemOf)].join("");
  return {
    ...{ authorities, certificate: issued.certificate, key: issued.key, notAfter },
    ...(reason !== undefined && { reason }),
  };
}

/** The reason to renew a certificate, as a clause. */
function reasonOf(
  { key }: KeptCertificates,
  chain: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  { now, names, renewBefore, isForced }: RenewalOptions,
): string | undefined {
  const [certificate] = chain;
  if (certificate === undefined) return "there is no certificate yet";
  const end = certificate.validToDate;
  if (now > end.getTime() - renewBefore) return `the certificate expires on ${end.toISOString().slice(0, 10)}`;
  if (now < certificate.validFromDate.getTime()) return "the certificate is not valid yet";
  const missing = names.find((name) => certificate.checkHost(name, { subject: "never" }) === undefined);
  if (missing !== undefined) return `the certificate is not for ${missing}`;
  if (!isKeyOf(certificate, key)) return "the key does not belong to the certificate";
  if (!isTrusted(chain, roots, now)) return "the caBundle does not lead to the certificate";
  return isForced ? "--renew" : undefined;
}

function isKeyOf(certificate: X509Certificate, key: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    return false;
  }
}

function unique(certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  return [...new Map(certificates.map((one) => [one.fingerprint256, one])).values()];
}

function pemOf(certificate: X509Certificate): string {
  return certificate.toString();
}
