import { generateKeyPairSync, hash, randomBytes, sign, type KeyObject } from "node:crypto";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  ExtendedKeyUsage,
  Extension,
  Extensions,
  GeneralName,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  Name,
  RelativeDistinguishedName,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
} from "@peculiar/asn1-x509";

/** The certificates of a server, as PEM. */
export interface Issued {
  /** The authority. Its key is not kept, so it can issue no other certificate. */
  readonly authority: string;
  readonly certificate: string;
  /** The key of the certificate, as PKCS #8. */
  readonly key: string;
}

/** The certificates to issue. */
export interface IssueOptions {
  /** The DNS names of the server. The first one is also its common name. */
  readonly names: readonly string[];
  /** In milliseconds since 1970. */
  readonly notBefore: number;
  readonly notAfter: number;
}

const COMMON_NAME = "2.5.4.3";
const ECDSA_SHA256 = "1.2.840.10045.4.3.2";
/** The most characters of a common name (ub-common-name of RFC 5280). */
const LONGEST_COMMON_NAME = 64;
const SERIAL_BYTES = 16;

/** Issues an authority and a certificate for a server, with ECDSA on P-256. The profile is that of RFC 5280. */
export function issueCertificates({ names, notBefore, notAfter }: IssueOptions): Issued {
  const authority = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const server = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const validity = new Validity({ notBefore: new Date(notBefore), notAfter: new Date(notAfter) });
  // Two authorities with one name would be hard to tell apart.
  const issuer = nameOf(`pod-security-webhook-ca-${randomBytes(4).toString("hex")}`);
  const isCritical = true;
  const certify = (subject: Name, publicKey: KeyObject, extensions: readonly Extension[]): string =>
    signed(
      new TBSCertificate({
        version: Version.v3,
        serialNumber: serialNumber(),
        signature: algorithm(),
        issuer,
        validity,
        subject,
        subjectPublicKeyInfo: AsnConvert.parse(spki(publicKey), SubjectPublicKeyInfo),
        extensions: new Extensions([
          ...extensions,
          extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(publicKey))),
          extension(
            id_ce_authorityKeyIdentifier,
            new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(authority.publicKey)) }),
          ),
        ]),
      }),
      authority.privateKey,
    );
  return {
    authority: certify(issuer, authority.publicKey, [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), isCritical),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), isCritical),
    ]),
    certificate: certify(nameOf(names[0] ?? ""), server.publicKey, [
      extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), isCritical),
      extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), isCritical),
      extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth])),
      extension(id_ce_subjectAltName, new SubjectAlternativeName(names.map((dNSName) => new GeneralName({ dNSName })))),
    ]),
    key: String(server.privateKey.export({ type: "pkcs8", format: "pem" })),
  };
}

function signed(body: TBSCertificate, key: KeyObject): string {
  const signature = sign("sha256", Buffer.from(AsnConvert.serialize(body)), key);
  const certificate = new Certificate({
    tbsCertificate: body,
    signatureAlgorithm: algorithm(),
    signatureValue: bytesOf(signature),
  });
  return pem(Buffer.from(AsnConvert.serialize(certificate)));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString("base64").match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function algorithm(): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithm: ECDSA_SHA256 });
}

/** A name with a common name alone. One that is too long is cut: clients read the subject alternative names. */
function nameOf(text: string): Name {
  const value = new AttributeValue({ utf8String: text.slice(0, LONGEST_COMMON_NAME) });
  return new Name([new RelativeDistinguishedName([new AttributeTypeAndValue({ type: COMMON_NAME, value })])]);
}

function extension(extnID: string, value: object, critical = false): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** A positive number of up to 16 bytes, whose first byte is not 0. */
function serialNumber(): ArrayBuffer {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytesOf(bytes);
}

function spki(key: KeyObject): ArrayBuffer {
  return bytesOf(key.export({ type: "spki", format: "der" }));
}

/** The hash of a key (method 1 of RFC 7093). */
function keyIdentifier(key: KeyObject): ArrayBuffer {
  return bytesOf(hash("sha256", new Uint8Array(spki(key)), "buffer").subarray(0, 20));
}

function bytesOf(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
