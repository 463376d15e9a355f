import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { readSystemAuthorities } from "../../../../src/sources/cluster/transport/system-authorities.ts";
import { proxyServer } from "../proxy-server.ts";
import { clientOf, endpointAt, stubServer } from "../stub-server.ts";
import { leaveOut } from "../../../missing-tool.ts";
import * as work from "../workspace.ts";
import { selfSigned } from "../x509.ts";

if (!work.HAS_KUBECTL) leaveOut(work.WITHOUT_KUBECTL);

const PAIR = selfSigned();
const OTHER = selfSigned();

test("a server is verified by the authorities of SSL_CERT_FILE and SSL_CERT_DIR, as kubectl does", async (t) => {
  const stub = await stubServer(t, () => ({ body: { major: "1", minor: "37", gitVersion: "v1.37.2" } }), PAIR);
  const directory = work.directoryWith(t, {
    "right.pem": `# one\n${OTHER.cert}\n${PAIR.cert}`,
    "wrong.pem": OTHER.cert,
    "right/a.crt": PAIR.cert,
    "wrong/a.crt": OTHER.cert,
    config: work.kubeconfig({ server: stub.url.href }, { token: "t" }),
  });
  const at = (name: string): string => join(directory, name);
  const cases = [
    [{ SSL_CERT_FILE: at("right.pem"), SSL_CERT_DIR: at("wrong") }, true],
    [{ SSL_CERT_FILE: at("wrong.pem"), SSL_CERT_DIR: at("right") }, true],
    [{ SSL_CERT_FILE: at("none.pem"), SSL_CERT_DIR: `${at("none")}:${at("right")}` }, true],
    [{ SSL_CERT_FILE: at("wrong.pem"), SSL_CERT_DIR: at("wrong") }, false],
    [{ SSL_CERT_FILE: at("wrong.pem") }, false],
  ] as const;
  for (const [env, isTrusted] of cases) {
    const endpoint = await work.resolveHere({ kubeconfig: at("config") }, env);
    const answer = clientOf(t, endpoint).client.get("/version");
    if (isTrusted) assert.equal((await answer).status, 200);
    else await assert.rejects(answer, { name: "UserError", message: /: its certificate is self-signed/ });
    if (!work.HAS_KUBECTL) continue;
    const { status, stderr } = await work.kubectl(["--kubeconfig", at("config"), "get", "--raw", "/version"], env);
    assert.equal(status === 0, isTrusted, JSON.stringify(env) + stderr);
  }
});

test("variables with a missing file are reported, unless the server is not verified", async (t) => {
  const stub = await stubServer(t, () => ({ body: {} }), PAIR);
  const config = work.kubeconfig({ server: stub.url.href }, {});
  const directory = work.directoryWith(t, { config });
  const kubeconfig = join(directory, "config");
  const env = { SSL_CERT_FILE: "/dev/zero", SSL_CERT_DIR: directory };
  await assert.rejects(clientOf(t, await work.resolveHere({ kubeconfig }, env)).client.get("/version"), {
    name: "UserError",
    message: "no certificate authority can be read where SSL_CERT_FILE and SSL_CERT_DIR say",
  });
  const insecure = await work.resolveHere({ kubeconfig, insecureSkipTlsVerify: true }, env);
  assert.equal((await clientOf(t, insecure).client.get("/version")).status, 200);
});

test("a proxy with TLS is verified by the system's authorities, and the cluster's", async (t) => {
  const stub = await stubServer(t, () => ({ body: {} }), PAIR);
  const proxy = await proxyServer(t, 200, OTHER);
  const get = (authorities: string[]) =>
    clientOf(
      t,
      endpointAt(stub.url, {
        proxy: proxy.url,
        tls: { ca: PAIR.cert, authorities: () => authorities, rejectUnauthorized: true },
      }),
    ).client.get("/version");
  assert.equal((await get([OTHER.cert])).status, 200);
  await assert.rejects(get([]), { name: "UserError" });
});

test("each certificate in the files of authorities is read once, and nothing else", (t) => {
  const broken = PAIR.cert.replace(/[A-Za-z0-9]{20}/, "AAAAAAAAAAAAAAAAAAAA");
  const directory = work.directoryWith(t, {
    "a.pem": `${broken}\n${PAIR.cert}`,
    "b.pem": PAIR.cert.replaceAll("\n", "\r\n"),
    "c.pem": OTHER.cert.replaceAll("CERTIFICATE", "TRUSTED CERTIFICATE"),
    "d.pem": "none",
  });
  mkdirSync(join(directory, "directory"));
  symlinkSync("a.pem", join(directory, "0a1b2c3d.0"));
  const env = { SSL_CERT_FILE: join(directory, "a.pem"), SSL_CERT_DIR: directory };
  const extra = readSystemAuthorities({ SSL_CERT_FILE: join(directory, "b.pem"), SSL_CERT_DIR: "/nowhere" }, "linux");
  const found = readSystemAuthorities(env, "linux");
  assert.deepEqual(found, extra);
  assert.equal(found?.[0]?.replaceAll(/\s/g, ""), PAIR.cert.replaceAll(/\s/g, ""));
});

const hasAuthorities = existsSync("/etc/ssl/certs");
if (!hasAuthorities) leaveOut("The authorities of the system are left out, because there is no /etc/ssl/certs");

test("a server without its own authorities uses the system's", { skip: !hasAuthorities }, () => {
  const found = readSystemAuthorities({}, "linux");
  assert.ok(found !== undefined && found.length > 50);
});

test("the file of NODE_EXTRA_CA_CERTS counts, too", (t) => {
  const directory = work.directoryWith(t, { "extra.pem": OTHER.cert, "own.pem": PAIR.cert });
  const script = join(directory, "count.ts");
  const module = new URL("../../../../src/sources/cluster/transport/system-authorities.ts", import.meta.url).href;
  writeFileSync(
    script,
    `import { readSystemAuthorities } from ${JSON.stringify(module)};
     console.log(readSystemAuthorities(process.env, "linux").length);`,
  );
  const env = { SSL_CERT_FILE: join(directory, "own.pem"), SSL_CERT_DIR: "/nowhere" };
  const count = (more: object) => Number(execFileSync(process.execPath, [script], { env: { ...env, ...more } }));
  assert.deepEqual([count({}), count({ NODE_EXTRA_CA_CERTS: join(directory, "extra.pem") })], [1, 2]);
});

const hasFifos = spawnSync("mkfifo", ["--version"]).error === undefined;
if (!hasFifos) leaveOut("Special files among the authorities are left out, because mkfifo is not installed");

test("special files among the authorities are ignored", { skip: !hasFifos }, (t) => {
  const directory = work.directoryWith(t, { "a.pem": PAIR.cert });
  execFileSync("mkfifo", [join(directory, "b.pem")]);
  symlinkSync("/dev/zero", join(directory, "c.pem"));
  const found = readSystemAuthorities({ SSL_CERT_FILE: join(directory, "b.pem"), SSL_CERT_DIR: directory }, "linux");
  assert.ok(found?.some((pem) => pem.trim() === PAIR.cert.trim()));
});
