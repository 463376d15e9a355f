import assert from "node:assert/strict";
import { chmodSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { UserError } from "../../../../src/api/user-error.ts";
import { readKubeconfigFiles } from "../../../../src/sources/cluster/kubeconfig/kubeconfig-files.ts";
import type { ClusterFlags } from "../../../../src/sources/cluster/endpoint.ts";
import { HAS_KUBECTL, WITHOUT_KUBECTL, directoryWith, kubectl, resolveHere } from "../workspace.ts";
import { selfSigned } from "../x509.ts";
import { leaveOut } from "../../../missing-tool.ts";

const PAIR = selfSigned({ commonName: "somebody" });
const DATA = { cert: Buffer.from(PAIR.cert).toString("base64"), key: Buffer.from(PAIR.key).toString("base64") };

const FIRST = `
current-context: one
contexts:
- {name: one, context: {cluster: red, user: ann, namespace: teams}}
clusters:
- {name: red, cluster: {server: "https://red.example:6443"}}
users:
- {name: ann, user: {token: first}}
`;
const SECOND = `
apiVersion: v1
kind: Config
preferences: {colors: true}
unknown: [1]
current-context: two
contexts:
- {name: two, context: {cluster: blue, user: bob}}
- {name: one, context: {cluster: blue, user: bob, namespace: other}}
clusters:
- name: red
  cluster: {server: "https://other.example", tls-server-name: second, certificate-authority-data: ${DATA.cert}}
- name: blue
  cluster: {server: "https://blue.example/prefix", certificate-authority: pki/ca.crt, tls-server-name: blue}
users:
- {name: ann, user: {client-certificate-data: ${DATA.cert}, client-key-data: ${DATA.key}}}
- {name: bob, user: {client-certificate: pki/../pki/bob.crt, client-key: ./pki/bob.key}}
`;
const FILES = {
  "first.yaml": FIRST,
  "sub/second.yaml": SECOND,
  "sub/pki/ca.crt": PAIR.cert,
  "sub/pki/bob.crt": PAIR.cert,
  "sub/pki/bob.key": PAIR.key,
  "empty.yaml": "",
  "comment.yaml": "# nothing yet\n",
  "nulls.yaml": "current-context: null\ncontexts: null\nclusters:\nusers: ~\n",
  "context-only.yaml": "current-context: two\n",
  "doubled.yaml": `${FIRST}current-context: one\nclusters:\n- {name: red, cluster: {server: "https://last.example"}}\n`,
  "home/.kube/config": FIRST,
};

interface Case {
  readonly name: string;
  /** Paths below the directory. An empty string is an empty entry. */
  readonly KUBECONFIG?: readonly string[];
  readonly kubeconfig?: string;
  readonly HOME?: string;
  readonly context?: string;
}

const CASES: readonly Case[] = [
  { name: "one file", KUBECONFIG: ["first.yaml"] },
  { name: "the first of two wins", KUBECONFIG: ["first.yaml", "sub/second.yaml"] },
  { name: "and in the reverse order", KUBECONFIG: ["sub/second.yaml", "first.yaml"] },
  {
    name: "a file that is not there, an empty entry, one twice",
    KUBECONFIG: ["no.yaml", "", "first.yaml", "first.yaml"],
  },
  { name: "files that say nothing", KUBECONFIG: ["empty.yaml", "comment.yaml", "nulls.yaml", "sub/second.yaml"] },
  { name: "the first current-context counts", KUBECONFIG: ["context-only.yaml", "first.yaml", "sub/second.yaml"] },
  { name: "another context", KUBECONFIG: ["first.yaml", "sub/second.yaml"], context: "two" },
  { name: "no merging within an entry", KUBECONFIG: ["sub/second.yaml", "first.yaml"], context: "one" },
  { name: "--kubeconfig alone", kubeconfig: "sub/second.yaml", KUBECONFIG: ["first.yaml"] },
  { name: "a key that is there twice in one file", kubeconfig: "doubled.yaml" },
  { name: "the home directory", HOME: "home" },
];

/** The fields of `kubectl config view --minify --flatten --raw -o json` that are compared. */
interface View {
  readonly "current-context": string;
  readonly clusters: readonly { readonly cluster: Readonly<Record<string, string>> }[];
  readonly users: readonly { readonly user: Readonly<Record<string, string>> }[];
  readonly contexts: readonly { readonly context: { readonly namespace?: string } }[];
}

if (!HAS_KUBECTL) leaveOut(WITHOUT_KUBECTL);
for (const { name, KUBECONFIG = [], kubeconfig = "", HOME = "", context } of HAS_KUBECTL ? CASES : []) {
  test(`the same as kubectl config view: ${name}`, async (t) => {
    const directory = directoryWith(t, FILES);
    const path = (file: string): string => (file === "" ? "" : join(directory, file));
    const env = { HOME: path(HOME) || "/nowhere", KUBECONFIG: KUBECONFIG.map(path).join(":") };
    const flags: ClusterFlags = { kubeconfig: path(kubeconfig), ...(context !== undefined && { context }) };
    const args = Object.entries(flags).flatMap(([flag, value]) => (value === "" ? [] : [`--${flag}=${value}`]));
    const view = await kubectl(["config", "view", "--minify", "--flatten", "--raw", "-o", "json", ...args], env);
    assert.equal(view.status, 0, view.stderr);
    const expected: View = JSON.parse(view.stdout);
    const endpoint = await resolveHere(flags, env);
    const { headers, cert, key } = await endpoint.authenticate();
    const cluster = expected.clusters[0]?.cluster;
    const user = expected.users[0]?.user;
    assert.equal(endpoint.context, expected["current-context"]);
    assert.equal(endpoint.server.href.replace(/\/$/, ""), cluster?.["server"]);
    assert.equal(endpoint.namespace, expected.contexts[0]?.context.namespace ?? "default");
    assert.equal(endpoint.tls.servername, cluster?.["tls-server-name"]);
    assert.equal(base64(endpoint.tls.ca), cluster?.["certificate-authority-data"]);
    assert.deepEqual(headers, user?.["token"] === undefined ? {} : { Authorization: `Bearer ${user["token"]}` });
    assert.equal(base64(cert), user?.["client-certificate-data"]);
    assert.equal(base64(key), user?.["client-key-data"]);
  });
}

function base64(pem: string | Buffer | undefined): string | undefined {
  return pem === undefined ? undefined : Buffer.from(pem).toString("base64");
}

test("paths of other systems", (t) => {
  const directory = directoryWith(t, { "first.yaml": FIRST, "sub/second.yaml": SECOND, "home/.kube/config": SECOND });
  const home = join(directory, "home");
  const contexts = (env: Readonly<Record<string, string>>): string[] => [
    ...readKubeconfigFiles("", env, "win32").config.contexts.keys(),
  ];
  const both = `${join(directory, "first.yaml")};${join(directory, "sub/second.yaml")}`;
  assert.deepEqual(contexts({ KUBECONFIG: both }).toSorted(), ["one", "two"]);
  assert.deepEqual(contexts({ USERPROFILE: home, HOME: directory }).toSorted(), ["one", "two"]);
  assert.deepEqual(contexts({ HOMEDRIVE: directory, HOMEPATH: "/home" }).toSorted(), ["one", "two"]);
  assert.deepEqual(contexts({}), []);
});

const FAULTS: readonly (readonly [name: string, text: string, message: string])[] = [
  ["no YAML", "a: [", "FILE:1: not valid YAML: "],
  ["a text", "hello", "FILE:1: expected an object, found a string"],
  ["another kind", "apiVersion: v1\nkind: Pod\n", "FILE:1: expected kind Config of v1, found kind Pod of v1"],
  ["another version", "apiVersion: v2\n", "FILE:1: expected kind Config of v1, found kind Config of v2"],
  [
    "a number",
    "clusters:\n- name: a\n  cluster:\n    server: 5\n",
    "FILE:4: clusters[0].cluster.server: expected a string, found a number",
  ],
  [
    "a secret",
    "users:\n- name: a\n  user: {token: [hunter2]}\n",
    "FILE:3: users[0].user.token: expected a string, found a list",
  ],
  ["no list", "contexts: {a: {}}\n", "FILE:1: contexts: expected a list, found an object"],
  ["no mapping", "users: [x]\n", "FILE:1: users[0]: expected an object, found a string"],
  [
    "no boolean",
    "clusters:\n- cluster:\n    insecure-skip-tls-verify: 'true'\n",
    "FILE:3: clusters[0].cluster.insecure-skip-tls-verify: expected true or false, found a string",
  ],
  ["a boolean", "current-context: yes\n", "FILE:1: current-context: expected a string, found a boolean"],
  [
    "no base64",
    "users:\n- user:\n    client-key-data: hunter2\n",
    "FILE:3: users[0].user.client-key-data: expected base64, found 7 characters that are none",
  ],
  [
    "extra values",
    "users:\n- user: {as-user-extra: {a: b}}\n",
    "FILE:2: users[0].user.as-user-extra: expected a list, found a string",
  ],
  ["a name twice", "clusters:\n- {name: a}\n- {name: a}\n", 'FILE:3: a second cluster named "a"; the first is FILE:2'],
];

for (const [name, text, message] of FAULTS) {
  test(`rejected: ${name}`, async (t) => {
    const file = join(directoryWith(t, { config: text }), "config");
    const fault = await faultOf({ kubeconfig: file });
    assert.ok(fault.message.startsWith(message.replaceAll("FILE", file)), fault.message);
    assert.doesNotMatch(fault.message + fault.hint, /hunter2/);
    if (HAS_KUBECTL) {
      const view = await kubectl(["config", "view", "--kubeconfig", file], {});
      assert.equal(view.status, 1, "kubectl refuses it too");
    }
  });
}

test("files that cannot be read", async (t) => {
  const directory = directoryWith(t, { "first.yaml": FIRST, unreadable: FIRST });
  mkdirSync(join(directory, "folder"));
  symlinkSync("loop", join(directory, "loop"));
  chmodSync(join(directory, "unreadable"), 0);
  const messages: Record<string, string> = {
    "no.yaml": "no such file or directory",
    folder: "is a directory",
    loop: "is a loop of symbolic links",
    "first.yaml/below": "no such file or directory",
    // Root may read all files.
    ...(process.getuid?.() === 0 ? {} : { unreadable: "permission denied" }),
  };
  for (const [name, message] of Object.entries(messages)) {
    const file = join(directory, name);
    assert.equal((await faultOf({ kubeconfig: file })).message, `${file}: ${message}`);
  }
  const env = { KUBECONFIG: join(directory, "folder") };
  await assert.rejects(resolveHere({}, env), new RegExp(`^UserError: ${env.KUBECONFIG}: is a directory`));
});

async function faultOf(flags: ClusterFlags): Promise<UserError> {
  const error: unknown = await resolveHere(flags).catch((reason: unknown) => reason);
  assert.ok(error instanceof UserError, String(error));
  assert.match(error.hint, /\.$/);
  return error;
}
