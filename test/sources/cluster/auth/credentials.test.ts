import assert from "node:assert/strict";
import { createPrivateKey } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { UserError } from "../../../../src/api/user-error.ts";
import type { ClusterFlags } from "../../../../src/sources/cluster/endpoint.ts";
import * as work from "../workspace.ts";
import { selfSigned } from "../x509.ts";
import { leaveOut } from "../../../missing-tool.ts";

const SERVER = selfSigned();
const SOMEBODY = selfSigned({ commonName: "somebody" });
const OTHER = selfSigned({ commonName: "other" });
const EXPIRED = selfSigned({ commonName: "late", notAfter: new Date("2026-01-02T03:04:05Z") });
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const CERT = { "client-certificate-data": base64(SOMEBODY.cert), "client-key-data": base64(SOMEBODY.key) };
const IMPERSONATION = {
  as: "bob",
  "as-groups": ["a", "b"],
  "as-uid": "7",
  "as-user-extra": { "Foo/Bar%": ["x", "y"], é: ["z"], none: [] },
};
const jwt = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.c2ln`;
const oidc = (token: string): object => ({
  "auth-provider": {
    name: "oidc",
    config: { "idp-issuer-url": "https://idp.example", "client-id": "x", "id-token": token },
  },
});
const GOOD = jwt({ exp: 4_000_000_000 });
const FILES = {
  "server.crt": SERVER.cert,
  "other.crt": OTHER.cert,
  "other.key": OTHER.key,
  token: " from-file\n",
  empty: "\n",
};
const plugin = (credential: object): object => ({
  exec: {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "sh",
    args: [
      "-c",
      `printf %s '${JSON.stringify({ apiVersion: "client.authentication.k8s.io/v1", kind: "ExecCredential", status: credential })}'`,
    ],
    interactiveMode: "Never",
  },
});
const PLUGIN = plugin({ token: "from-plugin" });
const CERT_PLUGIN = plugin({ clientCertificateData: OTHER.cert, clientKeyData: OTHER.key });

interface Case {
  readonly name: string;
  readonly user: object;
  readonly flags?: ClusterFlags;
  readonly isPlain?: boolean;
  /** The text before the host in the server's URL. */
  readonly userInfo?: string;
  /** Fields of the cluster's entry in the kubeconfig. */
  readonly cluster?: object;
}

/** The cases in which we send the same as kubectl. Paths in flags are files of the kubeconfig's directory. */
const CASES: readonly Case[] = [
  { name: "a token", user: { token: "t" } },
  { name: "a token's file", user: { tokenFile: "token" } },
  { name: "a token and its file", user: { token: "t", tokenFile: "token" } },
  { name: "a token and a file that is empty", user: { token: "t", tokenFile: "empty" } },
  { name: "a token and a file that is not there", user: { token: "t", tokenFile: "no" } },
  { name: "a password", user: { username: "ann", password: "p:w ü" } },
  { name: "a certificate", user: CERT },
  { name: "a certificate and a token", user: { ...CERT, token: "t" } },
  { name: "a certificate and a token's file", user: { ...CERT, tokenFile: "token" } },
  { name: "a key without a certificate", user: { "client-key-data": "YQ==", token: "t" } },
  { name: "--token and a token", user: { token: "t" }, flags: { token: "flag" } },
  { name: "--token and a token's file", user: { tokenFile: "token" }, flags: { token: "flag" } },
  { name: "--token and a certificate", user: CERT, flags: { token: "flag" } },
  { name: "--token and a plugin", user: PLUGIN, flags: { token: "flag" } },
  { name: "--token and a provider", user: oidc(GOOD), flags: { token: "flag" } },
  {
    name: "--client-certificate",
    user: { "client-certificate": "no", "client-key": "no" },
    flags: { clientCertificate: "other.crt", clientKey: "other.key" },
  },
  { name: "a provider", user: oidc(GOOD) },
  { name: "a provider and a password", user: { ...oidc(GOOD), username: "ann", password: "p" } },
  { name: "a provider and a certificate", user: { ...oidc(GOOD), ...CERT } },
  { name: "a plugin", user: PLUGIN },
  { name: "a plugin with a certificate", user: CERT_PLUGIN },
  { name: "a plugin and a token's file", user: { ...PLUGIN, tokenFile: "token" } },
  { name: "a plugin and a password", user: { ...PLUGIN, username: "ann" } },
  { name: "a plugin and a certificate", user: { ...PLUGIN, ...CERT } },
  { name: "impersonation", user: { token: "t", ...IMPERSONATION } },
  { name: "--as", user: { token: "t", ...IMPERSONATION }, flags: { as: "jürgen", asUid: "8", asGroup: ["x", "y y"] } },
  { name: "--as for a user", user: { token: "t" }, flags: { as: "system:admin", asGroup: ["system:masters"] } },
  { name: "plain http", user: { token: "t", ...CERT, ...IMPERSONATION }, isPlain: true },
  { name: "plain http with a plugin", user: PLUGIN, isPlain: true },
  { name: "plain http with a password in the URL", user: { token: "t" }, isPlain: true, userInfo: "ann:p%20w@" },
  { name: "a percent sign in the URL's password", user: { token: "t" }, userInfo: "ann:p%25w@" },
  { name: "a password in the URL", user: { token: "t" }, userInfo: "ann:p%20w@" },
  { name: "insecure", user: { token: "t" }, flags: { insecureSkipTlsVerify: true } },
  {
    name: "--certificate-authority",
    user: { token: "t" },
    flags: { certificateAuthority: "server.crt" },
    cluster: { "insecure-skip-tls-verify": true },
  },
  { name: "tls-server-name", user: { token: "t" }, cluster: { "tls-server-name": "localhost" } },
];

async function set(t: TestContext, { user, flags = {}, isPlain = false, userInfo = "", cluster = {} }: Case) {
  const { url, arrived } = await work.recorder(t, isPlain ? undefined : SERVER);
  const authority = isPlain || "insecure-skip-tls-verify" in cluster ? {} : { "certificate-authority": "server.crt" };
  const server = url.replace("://", `://${userInfo}`);
  const config = work.kubeconfig({ server: `${server}/prefix/`, ...authority, ...cluster }, user);
  const directory = work.directoryWith(t, { ...FILES, config });
  const absolute = Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name,
      String(value) in FILES && name !== "token" ? join(directory, String(value)) : value,
    ]),
  );
  return { directory, arrived, flags: { kubeconfig: join(directory, "config"), ...absolute } };
}

if (!work.HAS_KUBECTL) leaveOut(work.WITHOUT_KUBECTL);
for (const each of work.HAS_KUBECTL ? CASES : []) {
  test(`sends what kubectl sends: ${each.name}`, async (t) => {
    const { arrived, flags } = await set(t, each);
    const { status, stderr } = await work.kubectl(["get", "--raw", "/version", ...work.asArguments(flags)], {});
    assert.equal(status, 0, stderr);
    const expected = arrived.at(-1);
    assert.equal(await work.get(await work.resolveHere(flags)), 200);
    assert.deepEqual(arrived.at(-1), expected);
    assert.ok(expected);
  });
}

/** Users that kubectl and we reject, and our message. */
const FAULTS: readonly (readonly [
  name: string,
  user: object,
  message: RegExp,
  flags?: ClusterFlags,
  cluster?: object,
])[] = [
  ["token and password", { token: "hunter2", username: "a" }, /user "u": more than one authentication method found/],
  ["a token's file and a password", { tokenFile: "token", username: "a" }, /more than one authentication method found/],
  [
    "no key",
    { "client-certificate-data": CERT["client-certificate-data"] },
    /client-key-data or client-key must be specified/,
  ],
  [
    "a certificate twice",
    { ...CERT, "client-certificate": "other.crt" },
    /client-certificate-data and client-certificate are both/,
  ],
  ["a key twice", { ...CERT, "client-key": "other.key" }, /client-key-data and client-key are both specified/],
  [
    "a certificate's file",
    { "client-certificate": "no.crt", "client-key": "other.key" },
    /client certificate \/.*no.crt: no such file/,
  ],
  [
    "a key's file",
    { "client-certificate": "other.crt", "client-key": "no.key" },
    /client key \/.*no.key: no such file/,
  ],
  [
    "no certificate",
    { "client-certificate": "token", "client-key": "other.key" },
    /the client certificate is not a certificate/,
  ],
  [
    "no key in the file",
    { "client-certificate": "other.crt", "client-key": "token" },
    /the client key is not a private key in PEM format/,
  ],
  ["not a pair", { ...CERT, "client-key-data": base64(OTHER.key) }, /key does not belong to the client certificate/],
  ["no token's file", { tokenFile: "no" }, /the token file \/.*no: no such file/],
  ["an empty token's file", { tokenFile: "empty" }, /the token file \/.*empty: is empty/],
  ["groups without a user", { "as-groups": ["a"] }, /without impersonating a user/],
  ["--as-uid without a user", {}, /without impersonating a user/, { asUid: "7" }],
  ["a token of two lines", { token: "hunter\n2" }, /the token contains a line break/],
  ["a user of two lines", { as: "a\nb" }, /impersonation: a value contains a line break/],
  ["a removed provider", { "auth-provider": { name: "gcp" } }, /no auth provider found for name "gcp"/],
  ["provider and plugin", { ...oidc(GOOD), ...PLUGIN }, /auth-provider and exec are both specified/],
  [
    "insecure and an authority",
    {},
    /root certificates file with the insecure flag/,
    {},
    { "insecure-skip-tls-verify": true, "certificate-authority": "server.crt" },
  ],
  [
    "an authority twice",
    {},
    /certificate-authority-data and certificate-authority are both/,
    {},
    { "certificate-authority": "server.crt", "certificate-authority-data": base64(SERVER.cert) },
  ],
  [
    "no authority's file",
    {},
    /certificate authority \/.*no.crt: no such file/,
    {},
    { "certificate-authority": "no.crt" },
  ],
  [
    "no authority in the file",
    {},
    /certificate-authority contains no certificate/,
    {},
    { "certificate-authority": "token" },
  ],
  [
    "a broken certificate",
    { ...CERT, "client-certificate-data": base64("-----BEGIN CERTIFICATE-----\nAAAA\n") },
    /client certificate is not a certificate/,
  ],
  ["a token without JSON", oidc("hunter2.hunter2.x"), /id-token of the auth provider oidc is not a JWT/],
  ["a token that is not a JWT", oidc("hunter2"), /id-token of the auth provider oidc is not a JWT/],
  ["a token that does not say when it ends", oidc(jwt({ sub: "hunter2" })), /is not a JWT/],
  ["a token that is over", oidc(jwt({ exp: 1_700_000_000 })), /oidc expired at 2023-11-14T22:13:20Z/],
  ["no token of the provider", oidc(""), /oidc has no id-token/],
];

for (const [name, user, message, flags = {}, cluster = {}] of FAULTS) {
  test(`rejected: ${name}`, async (t) => {
    const authority = "certificate-authority" in cluster ? {} : { "insecure-skip-tls-verify": true };
    const made = await set(t, { name, user, flags, cluster: { ...authority, ...cluster } });
    const error: unknown = await work
      .resolveHere(made.flags)
      .then((endpoint) => endpoint.authenticate())
      .catch((reason: unknown) => reason);
    assert.ok(error instanceof UserError, String(error));
    assert.match(error.message, message);
    assert.doesNotMatch(error.message + error.hint, /hunter/);
    if (work.HAS_KUBECTL) {
      const { status } = await work.kubectl(["get", "--raw", "/version", ...work.asArguments(made.flags)], {});
      assert.equal(status, 1, "kubectl refuses it too");
      assert.deepEqual(made.arrived, []);
    }
  });
}

test("a user without credentials sends none. kubectl would prompt for a name and a password, which no API server accepts", async (t) => {
  const { flags, arrived } = await set(t, { name: "", user: {} });
  assert.equal(await work.get(await work.resolveHere(flags)), 200);
  assert.deepEqual(arrived, [{ headers: [], client: undefined }]);
});

test("flags with a certificate's file take precedence over its data, as in client-go v0.37", async (t) => {
  const { flags, arrived } = await set(t, {
    name: "",
    user: CERT,
    flags: { clientCertificate: "other.crt", clientKey: "other.key" },
  });
  assert.equal(await work.get(await work.resolveHere(flags)), 200);
  assert.deepEqual(arrived, [{ headers: [], client: "other" }]);
});

test("an expired certificate is rejected with its time, unless there are other credentials", async (t) => {
  const user = { "client-certificate-data": base64(EXPIRED.cert), "client-key-data": base64(EXPIRED.key) };
  const alone = await set(t, { name: "", user });
  await assert.rejects(
    work.resolveHere(alone.flags),
    /user "u": the client certificate expired at 2026-01-02T03:04:05Z$/,
  );
  const both = await set(t, { name: "", user: { ...user, token: "t" } });
  assert.equal(await work.get(await work.resolveHere(both.flags)), 200);
  const plugged = await set(t, {
    name: "",
    user: plugin({ clientCertificateData: EXPIRED.cert, clientKeyData: EXPIRED.key }),
  });
  const endpoint = await work.resolveHere(plugged.flags);
  await assert.rejects(endpoint.authenticate(), /expired at 2026/);
});

test("a key with a passphrase", async (t) => {
  const key = createPrivateKey(SOMEBODY.key);
  const pem = key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "hunter2" });
  const { flags } = await set(t, { name: "", user: { ...CERT, "client-key-data": base64(String(pem)) } });
  await assert.rejects(work.resolveHere(flags), /the client key is encrypted, which kubectl cannot read either$/);
});

test("a token of a provider that practically never expires", async (t) => {
  const { flags } = await set(t, { name: "", user: oidc(jwt({ exp: 1e300 })) });
  const { headers } = await (await work.resolveHere(flags)).authenticate();
  assert.deepEqual(headers, { Authorization: `Bearer ${jwt({ exp: 1e300 })}` });
});

test("a token's file and certificates are read each time", async (t) => {
  const user = { tokenFile: "token", "client-certificate": "other.crt", "client-key": "other.key" };
  const { directory, flags, arrived } = await set(t, { name: "", user });
  const endpoint = await work.resolveHere(flags);
  await work.get(endpoint);
  writeFileSync(join(directory, "token"), "renewed");
  writeFileSync(join(directory, "other.crt"), SOMEBODY.cert);
  writeFileSync(join(directory, "other.key"), SOMEBODY.key);
  await work.get(endpoint);
  rmSync(join(directory, "token"));
  await assert.rejects(endpoint.authenticate(), /the token file .*: no such file/);
  assert.deepEqual(arrived, [
    { headers: ["authorization: Bearer from-file"], client: "other" },
    { headers: ["authorization: Bearer renewed"], client: "somebody" },
  ]);
});
