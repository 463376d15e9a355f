/** The encryption of the webhook: cipher suites, and certificates for some names. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { test, type TestContext } from "node:test";
import { issueCertificates } from "../../../src/server/certificates/issue.ts";
import { startWebhook, until } from "./running.ts";

/** The cipher suite of a connection, and the name of the certificate. */
async function handshake(port: number, options: ConnectionOptions = {}): Promise<{ cipher: string; name: string }> {
  const socket: TLSSocket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false, ...options });
  await once(socket, "secureConnect");
  const { standardName: cipher } = socket.getCipher();
  const name = String(socket.getPeerCertificate().subject.CN);
  socket.destroy();
  return { cipher, name };
}

/** Writes a certificate for names, and returns the first part of a value of `--tls-sni-cert-key`. */
function issue(t: TestContext, ...names: string[]): string {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-tls-"));
  t.after(() => rmSync(directory, { recursive: true }));
  rewrite(directory, ...names);
  return `${join(directory, "tls.crt")},${join(directory, "tls.key")}`;
}

function rewrite(directory: string, ...names: string[]): void {
  const { certificate, key } = issueCertificates({ names, notBefore: Date.now() - 1000, notAfter: Date.now() + 1e7 });
  writeFileSync(join(directory, "tls.key"), key);
  writeFileSync(join(directory, "tls.crt"), certificate);
}

const CHACHA = "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256";

test("the cipher suites of TLS 1.2 are those of the flag, and those of TLS 1.3 stay", async (t) => {
  const { port } = await startWebhook(t, { cipherSuites: `${CHACHA}, TLS_AES_128_GCM_SHA256` });
  const old = { maxVersion: "TLSv1.2" } as const;
  assert.equal((await handshake(port, old)).cipher, CHACHA);
  await assert.rejects(handshake(port, { ...old, ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" }), /handshake failure/);
  assert.match((await handshake(port)).cipher, /^TLS_AES_/);
});

test("cipher suites that are insecure or unknown are refused", async (t) => {
  for (const name of ["TLS_RSA_WITH_RC4_128_SHA", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA25", ""]) {
    await assert.rejects(startWebhook(t, { cipherSuites: name }), /is unknown, or not secure/);
  }
});

test("a client gets the certificate for the name that it asks for, also a new one", async (t) => {
  const exact = issue(t, "exact.example");
  const sniPairs = [`${issue(t, "wild.example")}:*.example`, exact, `${issue(t, "named.example")}:named.example`];
  const webhook = await startWebhook(t, { sniPairs });
  const nameFor = async (servername: string): Promise<string> => (await handshake(webhook.port, { servername })).name;
  assert.equal(await nameFor("a.example"), "wild.example");
  assert.equal(await nameFor("EXACT.example"), "exact.example");
  assert.equal(await nameFor("named.example"), "named.example");
  assert.equal(await nameFor("a.b.example"), "test");
  assert.equal((await handshake(webhook.port)).name, "test");
  rewrite(join(exact.split(",")[0] ?? "", ".."), "moved.example");
  await until(async () => (await nameFor("moved.example")) === "moved.example");
  assert.equal(await nameFor("exact.example"), "wild.example");
});

test("a port that another process uses is an error", async (t) => {
  const { port } = await startWebhook(t);
  await assert.rejects(startWebhook(t, { port, isCold: true }), /another program listens there/);
});

test("another form of --tls-sni-cert-key, or a missing file, is refused", async (t) => {
  for (const pair of ["cert.pem", "a,b,c", ",key", "a,b:", "a,b:*", "a,b:x y"]) {
    await assert.rejects(startWebhook(t, { sniPairs: [pair] }), /--tls-sni-cert-key: expected/);
  }
  await assert.rejects(startWebhook(t, { sniPairs: ["none.crt,none.key"] }), /none.crt: no such file/);
});

test(
  "two processes share a port if both say so",
  { skip: process.platform !== "linux" && "Linux alone" },
  async (t) => {
    const first = await startWebhook(t, { isPortShared: true });
    const second = await startWebhook(t, { isPortShared: true, port: first.port });
    await until(async () => second.lines.length > 0 && (await first.send("/livez")).status === 200);
    await assert.rejects(startWebhook(t, { port: first.port }), /another program listens there/);
  },
);
