import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { X509Certificate, createPrivateKey } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { loadAll } from "js-yaml";
import { leaveOut } from "../../missing-tool.ts";
import { selfSigned } from "../../sources/cluster/x509.ts";
import { NOW, runCli, type CliResult } from "../run-cli.ts";

const HOST = "webhook.pod-security-webhook.svc";
const REGISTRATION = readFileSync("deploy/webhook/registration.yaml", "utf8");
/** The same after a client-side apply. Its certificates are printed with all its fields. */
const APPLIED = REGISTRATION.replace(
  "metadata:",
  "metadata:\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: x}",
);

interface Printed {
  readonly kind: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, string>>;
  readonly webhooks?: readonly { readonly name: string; readonly clientConfig: { readonly caBundle: string } }[];
}

function directoryOf(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-certificates-"));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

/** Runs the command on objects, as it gets them from kubectl. */
async function renew(stdin: string, ...flags: readonly string[]): Promise<CliResult> {
  return await runCli(["webhook", "certificates", "-f", "-", "-o", "manifests", ...flags], { stdin });
}

function objectsOf({ stdout }: CliResult): readonly Printed[] {
  return loadAll(stdout) as readonly Printed[];
}

const decode = (base64 = ""): string => Buffer.from(base64, "base64").toString();
const certificatesIn = (pem: string): X509Certificate[] =>
  (pem.match(/-----BEGIN[^-]*-----[^-]*-----END CERTIFICATE-----/g) ?? []).map((one) => new X509Certificate(one));

/** The certificates of the printed objects. */
function issuedIn(result: CliResult): {
  certificate: X509Certificate;
  authorities: readonly X509Certificate[];
  key: string;
} {
  const secret = objectsOf(result).find(({ kind }) => kind === "Secret");
  const [certificate] = certificatesIn(decode(secret?.data?.["tls.crt"]));
  assert.ok(certificate !== undefined);
  return {
    certificate,
    authorities: certificatesIn(decode(secret?.data?.["ca.crt"])),
    key: decode(secret?.data?.["tls.key"]),
  };
}

describe("kubectl pss webhook certificates", () => {
  it("prints the caBundle before the Secret, in the objects of the cluster", async () => {
    const result = await renew(REGISTRATION);
    assert.equal(result.code, 0);
    assert.deepEqual(
      objectsOf(result).map(({ kind }) => kind),
      ["ValidatingWebhookConfiguration", "Secret"],
    );
    const [registration, secret] = objectsOf(result);
    for (const { clientConfig } of registration?.webhooks ?? [])
      assert.equal(clientConfig.caBundle, secret?.data?.["ca.crt"]);
    const { certificate, authorities, key } = issuedIn(result);
    const [authority] = authorities;
    assert.ok(authority?.ca === true && !certificate.ca && certificate.verify(authority.publicKey));
    assert.ok(certificate.checkPrivateKey(createPrivateKey(key)));
    assert.equal(certificate.subjectAltName, `DNS:${HOST}`);
    assert.deepEqual(certificate.keyUsage, ["1.3.6.1.5.5.7.3.1"]);
    assert.equal(certificate.validToDate.getTime(), NOW + 365 * 86_400_000);
    assert.doesNotMatch(result.stderr, /BEGIN/);
  });

  it("changes nothing without a reason, and renews before the end with the old authority beside the new one", async () => {
    const first = await renew(APPLIED);
    const again = await renew(first.stdout);
    assert.match(again.stderr, /^Nothing to renew/);
    assert.equal(again.stdout, first.stdout);
    const next = await renew(first.stdout, "--renew-before", "364d", "--valid-for", "400d");
    assert.equal(issuedIn(next).authorities.length, 1);
    const renewed = await renew(first.stdout, "--renew-before", "366d", "--valid-for", "400d");
    assert.match(renewed.stderr, /^New certificates, because the certificate expires on 2027-11-30/);
    const [old, fresh] = [issuedIn(first), issuedIn(renewed)];
    assert.deepEqual(
      fresh.authorities.map(({ fingerprint256 }) => fingerprint256),
      [fresh.authorities[0]?.fingerprint256, old.authorities[0]?.fingerprint256],
    );
    assert.ok(fresh.certificate.verify((fresh.authorities[0] ?? old.certificate).publicKey));
  });

  it("keeps every authority trusted if the old certificate is not among the objects, or its Secret has another type", async () => {
    const first = await renew(REGISTRATION);
    const [old] = issuedIn(first).authorities;
    const [applied, secret] = objectsOf(first);
    const [registered] = loadAll(REGISTRATION) as readonly Printed[];
    const webhooks = registered?.webhooks?.map((one, index) => ({
      ...one,
      clientConfig: { ...one.clientConfig, caBundle: applied?.webhooks?.[index]?.clientConfig.caBundle },
    }));
    const registration = { ...registered, webhooks };
    const listOf = (...items: readonly unknown[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items });
    const both = listOf(registration, { ...secret, type: "Opaque" });
    for (const stdin of [listOf(registration), both]) {
      const { authorities } = issuedIn(await renew(stdin, "--renew"));
      assert.equal(authorities.length, 2);
      assert.equal(authorities[1]?.fingerprint256, old?.fingerprint256);
    }
    const kept = await renew(both);
    assert.match(kept.stderr, /^Nothing to renew/);
  });

  it("keeps a certificate of another origin trusted, and replaces what does not fit", async () => {
    const secret = ({ cert, key }: { cert: string; key: string }, name = "webhook-tls"): string =>
      JSON.stringify({
        apiVersion: "v1",
        kind: "Secret",
        type: "kubernetes.io/tls",
        metadata: { name, namespace: "pod-security-webhook" },
        data: { "tls.crt": Buffer.from(cert).toString("base64"), "tls.key": Buffer.from(key).toString("base64") },
      });
    // It is valid at the time of the machine, which is after that of the test.
    const own = selfSigned({ notAfter: new Date(Date.now() + 1e11) });
    const stdin = `${REGISTRATION}\n---\n${secret(own)}`;
    const result = await renew(stdin);
    assert.match(result.stderr, /because the certificate is not for webhook\.pod-security-webhook\.svc/);
    assert.equal(issuedIn(result).authorities.length, 2);
    const other = await renew(
      `${REGISTRATION}\n---\n${secret({ cert: own.cert, key: selfSigned().key }, "mine")}`,
      "--dns-name",
      "a.example",
    );
    assert.match(other.stderr, /valid until/);
    assert.equal(objectsOf(other).at(-1)?.metadata["name"], "mine");
    assert.equal(issuedIn(other).certificate.subjectAltName, `DNS:${HOST}, DNS:a.example`);
  });

  it("has all fields of an object of a client-side apply, and only its own of another one", async () => {
    assert.match((await renew(APPLIED)).stdout, /timeoutSeconds: 5/);
    assert.doesNotMatch((await renew(REGISTRATION)).stdout, /timeoutSeconds|annotations/);
  });

  it("prints the Secret alone, with a word about it, if there is nothing yet", async () => {
    const { code, stdout, stderr } = await renew("");
    assert.equal(code, 0);
    assert.match(stdout, /^apiVersion: v1\nkind: Secret\n/);
    assert.match(stderr, /no ValidatingWebhookConfiguration: create it, and run this again/);
  });

  it("writes files that only their owner can read, and commands without the key", async (t) => {
    const directory = directoryOf(t);
    const first = await runCli(["webhook", "certificates", "--directory", directory]);
    assert.deepEqual(readdirSync(directory).toSorted(), ["ca.crt", "tls.crt", "tls.key"]);
    const key = readFileSync(join(directory, "tls.key"), "utf8");
    if (process.platform !== "win32") assert.equal(statSync(join(directory, "tls.key")).mode & 0o777, 0o600);
    for (const output of [first.stdout, first.stderr]) {
      assert.doesNotMatch(output, /PRIVATE/);
      assert.ok(!output.includes(Buffer.from(key).toString("base64")));
    }
    assert.match(first.stdout, /^kubectl patch validatingwebhookconfiguration /m);
    const files = readdirSync(directory).map((file) => readFileSync(join(directory, file), "utf8"));
    assert.equal((await runCli(["webhook", "certificates", "--directory", directory])).code, 0);
    assert.deepEqual(readdirSync(directory).map((file) => readFileSync(join(directory, file), "utf8")), files); // prettier-ignore
    const { stderr } = await runCli(["webhook", "certificates", "--directory", directory, "--renew"]);
    assert.match(stderr, /because --renew/);
    assert.equal(certificatesIn(readFileSync(join(directory, "ca.crt"), "utf8")).length, 2);
    try {
      const names = ["-verify_hostname", HOST, "-purpose", "sslserver", "-x509_strict", "-attime", String(NOW / 1000)];
      const paths = ["-CAfile", join(directory, "ca.crt"), join(directory, "tls.crt")];
      assert.match(execFileSync("openssl", ["verify", ...names, ...paths], { encoding: "utf8" }), /: OK$/m);
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
      leaveOut("The certificates are not verified by OpenSSL, because it is not installed");
    }
  });

  it("refuses a key that others can read, another server's certificate, and inputs without a webhook", async (t) => {
    const directory = directoryOf(t);
    const { cert, key } = selfSigned({ notAfter: new Date(Date.now() + 1e11) });
    writeFileSync(join(directory, "tls.crt"), cert);
    writeFileSync(join(directory, "tls.key"), key, { mode: 0o600 });
    const run = (...flags: readonly string[]): Promise<CliResult> =>
      runCli(["webhook", "certificates", ...flags], { stdin: "kind: Pod\n" });
    const foreign = await run("--directory", directory);
    assert.deepEqual([foreign.code, readFileSync(join(directory, "tls.crt"), "utf8")], [2, cert]);
    assert.match(foreign.stderr, /it may be the certificate of another server/);
    if (process.platform !== "win32") {
      chmodSync(join(directory, "tls.key"), 0o644);
      assert.match((await run("--directory", directory)).stderr, /others can use this private key \(mode 644\)/);
    }
    for (const [flags, words] of [
      [["-f", "-", "-o", "manifests"], /neither the Secret nor the ValidatingWebhookConfiguration/],
      [["-f", "-"], /the commands need files/],
      [[], /the old certificates are not known/],
      [["--directory", join(directory, "none")], /no such directory/],
      [["--directory", directory, "--valid-for", "10d"], /--renew-before is not shorter than --valid-for/],
      [["--directory", directory, "--valid-for", "soon"], /a time like 30d or 720h/],
      ...["", "two words", "münchen.example", "a..b", "-a.example", "10.0.0.1", "a\n"].map(
        (name) => [["--directory", directory, `--dns-name=${name}`], /a DNS name like webhook\.example\.com/] as const,
      ),
    ] as const) {
      const { code, stderr } = await run(...flags);
      assert.equal(code, 2);
      assert.match(stderr, words);
    }
    const injected = REGISTRATION.replace(
      "metadata:",
      "metadata:\n  annotations: {cert-manager.io/inject-ca-from: a/b}",
    );
    assert.match((await renew(injected)).stderr, /cert-manager sets its caBundle/);
    const broken = await renew("kind: [\n");
    assert.deepEqual([broken.code, /^error: <stdin>:\d+: not valid YAML/.test(broken.stderr)], [2, true]);
  });
});
