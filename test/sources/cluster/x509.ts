/** Certificates for tests, new in each run. The DER is written by hand, because Node cannot create certificates. */
import { createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";

/** A certificate and its key as PEM. */
export interface TestPair {
  readonly cert: string;
  readonly key: string;
}

interface Options {
  readonly commonName?: string;
  readonly notAfter?: Date;
  /** Its names: one of the two, or both by default. */
  readonly only?: "localhost" | "127.0.0.1";
}

/** Creates a self-signed certificate for 127.0.0.1 and localhost, which is its own authority. */
export function selfSigned({
  commonName = "test",
  notAfter = new Date(Date.now() + 86_400_000),
  only,
}: Options = {}): TestPair {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid("550403"), der(0x0c, Buffer.from(commonName)))));
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ECDSA_SHA256,
    name,
    sequence(time(new Date(Date.now() - 172_800_000)), time(notAfter)),
    name,
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    der(0xa3, sequence(AUTHORITY, altNames(only))),
  );
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign("sha256", body, privateKey)]));
  return { cert: pem(sequence(body, ECDSA_SHA256, signature)), key: pkcs8(privateKey) };
}

function pkcs8(key: KeyObject): string {
  return String(key.export({ type: "pkcs8", format: "pem" }));
}

function pem(bytes: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${bytes.toString("base64").replace(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`;
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

function sequence(...items: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(items));
}

function set(item: Buffer): Buffer {
  return der(0x31, item);
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\..*/g, "")}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return sequence(oid(id), der(0x04, value));
}

const ECDSA_SHA256 = sequence(oid("2a8648ce3d040302"));
const AUTHORITY = extension("551d13", sequence(der(0x01, Buffer.from([0xff]))));

function altNames(only: Options["only"]): Buffer {
  const name = only === "127.0.0.1" ? [] : [der(0x82, Buffer.from("localhost"))];
  const address = only === "localhost" ? [] : [der(0x87, Buffer.from([127, 0, 0, 1]))];
  return extension("551d11", sequence(...name, ...address));
}
