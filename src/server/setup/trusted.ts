import { X509Certificate } from "node:crypto";

/** The most certificates between the one of a server and its authority. */
const LONGEST_CHAIN = 8;
const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Parses all certificates of a PEM text.
 *
 * @returns undefined if one of them cannot be parsed
 */
export function parseCertificates(pem: string): readonly X509Certificate[] | undefined {
  try {
    return (pem.match(CERTIFICATE) ?? []).map((one) => new X509Certificate(one));
  } catch {
    return undefined;
  }
}

/**
 * Whether the API server trusts a certificate, as Verify of Go's crypto/x509 does: a certificate that is trusted itself, or has a chain of authorities to a
 * trusted one, all valid now.
 *
 * @param chain the certificate of the server, and further ones that it sends
 * @param now in milliseconds since 1970
 */
export function isTrusted(
  [certificate, ...others]: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  now: number,
): boolean {
  if (certificate === undefined) return false;
  if (roots.some(({ raw }) => raw.equals(certificate.raw))) return true;
  const valid = (one: X509Certificate): boolean => isValid(one, now) && one.ca;
  const authorities = roots.filter(valid);
  const intermediate = others.filter(valid);
  const leads = (one: X509Certificate, length: number): boolean =>
    authorities.some((authority) => isIssuer(authority, one)) ||
    (length < LONGEST_CHAIN &&
      intermediate.some((next) => isIssuer(next, one) && next !== one && leads(next, length + 1)));
  return leads(certificate, 0);
}

/** Whether a certificate is valid at a time, in milliseconds since 1970. */
export function isValid({ validFromDate, validToDate }: X509Certificate, now: number): boolean {
  return validFromDate.getTime() <= now && now <= validToDate.getTime();
}

function isIssuer(authority: X509Certificate, certificate: X509Certificate): boolean {
  return certificate.checkIssued(authority) && certificate.verify(authority.publicKey);
}
