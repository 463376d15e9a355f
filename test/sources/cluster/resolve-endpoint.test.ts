import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { UserError } from "../../../src/api/user-error.ts";
import type { ClusterFlags, Endpoint } from "../../../src/sources/cluster/endpoint.ts";
import { resolveEndpoint } from "../../../src/sources/cluster/resolve-endpoint.ts";
import { directoryWith, get, kubeconfig, recorder, resolveHere } from "./workspace.ts";
import { selfSigned } from "./x509.ts";

const CONFIG = `
current-context: here
contexts:
- {name: here, context: {cluster: k, user: u}}
- {name: no-cluster, context: {cluster: gone, user: u}}
- {name: no-user, context: {cluster: k, user: gone}}
- {name: bare, context: {user: u}}
- {name: serverless, context: {cluster: empty, user: u}}
clusters:
- {name: k, cluster: {server: "https://k.example:6443", tls-server-name: other}}
- {name: empty, cluster: {}}
- {name: odd, cluster: {server: "ftp://k.example"}}
- {name: path, cluster: {server: "k.example/prefix"}}
- {name: secret, cluster: {server: "https://u:hunter2@:x"}}
- {name: proxied, cluster: {server: "https://k.example", proxy-url: "ftp://u:hunter2@p.example"}}
users:
- {name: u, user: {token: t}}
- {name: v, user: {token: v}}
`;

/** In messages, FILE is the kubeconfig. */
const FAULTS: readonly (readonly [flags: ClusterFlags, message: string, hint: string])[] = [
  [
    { context: "x" },
    'context "x" does not exist',
    "Choose one with --context: bare, here, no-cluster, no-user, serverless. kubectl config get-contexts lists them.",
  ],
  [
    { context: "no-cluster" },
    'cluster "gone" does not exist; context "no-cluster" names it (FILE:5)',
    "Choose one with --cluster: empty, k, odd, path, proxied, secret. kubectl config get-clusters lists them.",
  ],
  [
    { context: "no-user" },
    'user "gone" does not exist; context "no-user" names it (FILE:6)',
    "Choose one with --user: u, v. kubectl config get-users lists them.",
  ],
  [
    { cluster: "x" },
    'cluster "x" does not exist',
    "Choose one with --cluster: empty, k, odd, path, proxied, secret. kubectl config get-clusters lists them.",
  ],
  [{ user: "x" }, 'user "x" does not exist', "Choose one with --user: u, v. kubectl config get-users lists them."],
  [{ context: "bare" }, 'context "bare" has no cluster (FILE:7)', "Choose one with --cluster or --server."],
  [
    { context: "serverless" },
    'no server found for cluster "empty" (FILE:11)',
    "Add the cluster's server to the kubeconfig, or name one with --server.",
  ],
  [
    { cluster: "odd" },
    'FILE:12: cluster "odd": the server is invalid: the scheme must be https or http',
    "Write it as https://host:6443.",
  ],
  [
    { cluster: "path" },
    'FILE:13: cluster "path": the server is invalid: a path needs a scheme before the host',
    "Write it as https://host:6443.",
  ],
  [
    { cluster: "secret" },
    'FILE:14: cluster "secret": the server is invalid: not the URL of a server',
    "Write it as https://host:6443.",
  ],
  [
    { server: "https://a b" },
    "--server: the server is invalid: not the URL of a server",
    "Write it as https://host:6443.",
  ],
  [
    { cluster: "proxied" },
    'FILE:15: cluster "proxied": proxy-url: unsupported scheme, must be http, https, or socks5',
    "Write it as http://host:port, https://host:port or socks5://host:port.",
  ],
  [
    { certificateAuthority: "/nowhere/ca.crt" },
    'FILE:10: cluster "k": the certificate authority /nowhere/ca.crt: no such file or directory',
    "Check the path of the certificate authority; in a kubeconfig it counts from the directory of that file.",
  ],
];

for (const [flags, message, hint] of FAULTS) {
  test(`rejected: ${JSON.stringify(flags)}`, async (t) => {
    const file = join(directoryWith(t, { config: CONFIG }), "config");
    const error = await faultOf({ kubeconfig: file, ...flags });
    assert.deepEqual([error.message, error.hint], [message.replace("FILE", file), hint]);
  });
}

async function faultOf(flags: ClusterFlags, env: Readonly<Record<string, string>> = {}): Promise<UserError> {
  const error: unknown = await resolveHere(flags, env).catch((reason: unknown) => reason);
  assert.ok(error instanceof UserError, String(error));
  return error;
}

/** The TLS options before the system's authorities are read. */
function tlsOf({ tls: { authorities: _authorities, ...tls } }: Endpoint): object {
  return tls;
}

test("flags override the kubeconfig", async (t) => {
  const file = join(directoryWith(t, { config: CONFIG }), "config");
  const resolve = (flags: ClusterFlags) => resolveHere({ kubeconfig: file, ...flags });
  const plain = await resolve({});
  assert.deepEqual(
    [plain.server.href, plain.context, plain.namespace, tlsOf(plain), plain.proxy, plain.requestTimeout],
    ["https://k.example:6443/", "here", "default", { rejectUnauthorized: true, servername: "other" }, undefined, 0],
  );
  const other = await resolve({ server: "https://o.example/p?q#f", user: "v", requestTimeout: 1500 });
  assert.deepEqual(
    [other.server.href, tlsOf(other), other.requestTimeout],
    ["https://o.example/p", { rejectUnauthorized: true }, 1500],
  );
  assert.deepEqual(await other.authenticate(), { headers: { Authorization: "Bearer v" } });
  const insecure = await resolve({ insecureSkipTlsVerify: true, tlsServerName: "x" });
  assert.deepEqual(tlsOf(insecure), { rejectUnauthorized: false, servername: "x" });
  const elsewhere = await resolve({ context: "no-cluster", server: "10.0.0.1:8080" });
  assert.equal(elsewhere.server.href, "http://10.0.0.1:8080/");
  const token = await resolve({ context: "no-user", token: "flag" });
  assert.deepEqual(await token.authenticate(), { headers: { Authorization: "Bearer flag" } });
  const empty = await resolve({ context: "", server: "", token: "", as: "", asGroup: [], certificateAuthority: "" });
  assert.deepEqual(tlsOf(empty), tlsOf(plain));
});

test("a current-context that does not exist, and no current-context", async (t) => {
  const directory = directoryWith(t, {
    gone: "current-context: x\n",
    none: CONFIG.replace("current-context: here", ""),
  });
  const gone = await faultOf({ kubeconfig: join(directory, "gone") });
  assert.equal(gone.message, 'context "x" does not exist (it is the current-context)');
  assert.equal(gone.hint, "No contexts are defined; check KUBECONFIG, or name a kubeconfig with --kubeconfig.");
  const none = await faultOf({ kubeconfig: join(directory, "none") });
  assert.equal(none.message, "no context chosen: current-context is not set");
  assert.match(none.hint, /^Choose one with --context: bare, here, /);
  assert.equal((await resolveHere({ kubeconfig: join(directory, "none"), cluster: "k" })).context, null);
});

test("not all of many contexts are shown", async (t) => {
  const contexts = Array.from({ length: 25 }, (_, index) => ({ name: `c${100 + index}` }));
  const file = join(directoryWith(t, { config: JSON.stringify({ contexts }) }), "config");
  assert.match(
    (await faultOf({ kubeconfig: file, context: "x" })).hint,
    /: c100, .*, c119 and 5 more\. kubectl config get-contexts lists them\.$/,
  );
});

test("nothing is configured", async () => {
  const none = await faultOf({});
  assert.equal(none.message, "no cluster is configured; not found: /nowhere/.kube/config");
  assert.equal(none.hint, "Name a kubeconfig with --kubeconfig or KUBECONFIG, or a server with --server.");
  const missing = await faultOf({}, { KUBECONFIG: "/nowhere/a::/nowhere/b" });
  assert.equal(missing.message, "no cluster is configured; not found: /nowhere/a, /nowhere/b (KUBECONFIG)");
  const server = await resolveHere({ server: "https://s.example", token: "t" });
  assert.deepEqual([server.server.href, server.context, server.namespace], ["https://s.example/", null, "default"]);
  assert.deepEqual(await server.authenticate(), { headers: { Authorization: "Bearer t" } });
  assert.equal(
    (await resolveHere({}, { KUBERNETES_MASTER: "http://m.example:8080" })).server.href,
    "http://m.example:8080/",
  );
});

test("the defaults of this machine", async () => {
  const { server } = await resolveEndpoint({ server: "https://s.example" }, { HOME: "/nowhere" });
  assert.equal(server.href, "https://s.example/");
});

test("a user in the URL with invalid percent-encoding", async () => {
  const { server, authenticate } = await resolveHere({ server: "https://a:p%zz@s.example" });
  assert.equal(server.href, "https://s.example/");
  assert.deepEqual(await authenticate(), { headers: { Authorization: `Basic ${btoa("a:p%zz")}` } });
});

test("a pod's service account", async (t) => {
  const pair = selfSigned();
  const { url, arrived } = await recorder(t, pair);
  const serviceAccount = directoryWith(t, {
    token: "pod\n",
    "ca.crt": pair.cert,
    namespace: "team-a\n",
    config: kubeconfig({ server: "https://k.example" }, {}),
  });
  const { hostname, port } = new URL(url);
  const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const machine = { serviceAccount };
  const pod = await resolveHere({}, env, machine);
  assert.deepEqual([pod.server.href, pod.context, pod.namespace], [`${url}/`, null, "team-a"]);
  assert.equal(await get(pod), 200);
  assert.equal(await get(await resolveHere({ token: "flag", as: "ann" }, env, machine)), 200);
  assert.deepEqual(
    arrived.map(({ headers }) => headers),
    [["authorization: Bearer pod"], ["authorization: Bearer flag", "impersonate-user: ann"]],
  );
  const file = join(serviceAccount, "config");
  const outside = await resolveHere({ kubeconfig: file }, env, machine);
  assert.deepEqual([outside.server.href, outside.namespace], ["https://k.example/", "team-a"]);
  const named = await resolveHere({}, { ...env, POD_NAMESPACE: "team-b", KUBERNETES_SERVICE_HOST: "fd00::1" }, machine);
  assert.deepEqual([named.server.href, named.namespace], [`https://[fd00::1]:${port}/`, "team-b"]);
  rmSync(join(serviceAccount, "ca.crt"));
  rmSync(join(serviceAccount, "namespace"));
  const bare = await resolveHere({}, env, machine);
  assert.deepEqual([bare.namespace, tlsOf(bare)], ["default", { rejectUnauthorized: true }]);
  await assert.rejects(resolveHere({}, { KUBERNETES_SERVICE_HOST: "10.0.0.1" }, machine), /no cluster is configured/);
  rmSync(join(serviceAccount, "token"));
  await assert.rejects(resolveHere({}, env, machine), /no cluster is configured/);
});
