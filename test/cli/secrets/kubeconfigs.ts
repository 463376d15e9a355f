import { isRecord } from "../../../src/api/record.ts";
import { parseYamlDocument } from "../../../src/text/yaml.ts";
import type { Secrets } from "./secrets.ts";

/** The ways to log in, each with a secret in every text of the kubeconfig that is not a name. */
export type Login = "token" | "basic" | "certificate" | "exec" | "oidc" | "everything";

/**
 * A kubeconfig in YAML.
 *
 * @param server the address of the API server, without user and password
 * @param secret returns another secret each time
 */
export function kubeconfig(server: string, login: Login, secret: () => string): string {
  const [scheme = "", host = ""] = server.split("://");
  return `apiVersion: v1
kind: Config
# ${secret()}
preferences: {colors: true, x: ${secret()}}
current-context: c
contexts:
- name: c
  context: {cluster: k, user: u, namespace: shop}
clusters:
- name: k
  cluster:
    server: ${scheme}://admin:${secret()}@${host}/?token=${secret()}
    insecure-skip-tls-verify: true
    extensions:
    - name: client.authentication.k8s.io/exec
      extension: {audience: ${secret()}}
users:
- name: u
  user:
${LOGINS[login](secret)}`;
}

const LOGINS: Readonly<Record<Login, (secret: () => string) => string>> = {
  token: (secret) => `    token: ${secret()}\n`,
  basic: (secret) => `    username: admin\n    password: ${secret()}\n`,
  certificate: (secret) =>
    `    client-certificate-data: ${base64(secret())}\n    client-key-data: ${base64(`-----BEGIN KEY-----\n${secret()}`)}\n`,
  exec: (secret) => `    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: sh
      args: ["-c", "echo ${secret()}"]
      env:
      - {name: TOKEN, value: ${secret()}}
      interactiveMode: Never
      provideClusterInfo: true
`,
  oidc: (secret) => `    auth-provider:
      name: oidc
      config:
        client-secret: ${secret()}
        refresh-token: ${secret()}
        id-token: ${secret()}.${secret()}.${secret()}
`,
  everything: (secret) => `    token: ${secret()}
    tokenFile: ${secret()}
    username: ${secret()}
    password: ${secret()}
    client-key: ${secret()}
    client-certificate: ${secret()}
    as-user-extra: {reason: [${secret()}]}
    auth-provider: {name: ${secret()}, config: {secret: ${secret()}}}
`,
};

export const LOGIN_NAMES = Object.keys(LOGINS) as Login[];

/** Kubeconfigs with one value of a wrong type, which a message about the fault might show. */
export function misplaced(server: string, secret: () => string): readonly string[] {
  const cluster = (fields: string): string =>
    `current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\nclusters:\n- name: k\n  cluster: {server: "${server}", ${fields}}\nusers: [{name: u, user: {}}]\n`;
  const user = (fields: string): string =>
    `current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\nclusters: [{name: k, cluster: {server: "${server}"}}]\nusers:\n- name: u\n  user: {${fields}}\n`;
  const exec = (fields: string): string => user(`exec: {${fields}}`);
  /** A key of AWS is base64, and many contain slashes. */
  const slashed = (): string => `${secret()}/${secret()}/${secret()}`;
  const V1 = "apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never";
  const pem = (): string =>
    JSON.stringify(`-----BEGIN PRIVATE KEY-----\n${secret()}\n${secret()}\n-----END PRIVATE KEY-----`);
  return [
    secret(),
    `[${secret()}]`,
    `apiVersion: ${secret()}\n`,
    `kind: ${secret()}\n`,
    `apiVersion: v1\nkind: Secret\ndata: {a: ${secret()}}\n`,
    `clusters: ${secret()}\n`,
    `users: [${secret()}]\n`,
    `users: [{name: u, user: ${secret()}}]\n`,
    `users: [{name: [${secret()}]}]\n`,
    cluster(`certificate-authority-data: "${secret()}!"`),
    cluster(`certificate-authority-data: ${secret()}`),
    cluster(`certificate-authority: ${secret()}`),
    cluster(`certificate-authority: ${slashed()}`),
    cluster(`certificate-authority: ${pem()}`),
    cluster(`proxy-url: ${secret()}`),
    cluster(`proxy-url: "user:${secret()}@proxy:3128"`),
    cluster(`proxy-url: "ftp://user:${secret()}@proxy"`),
    cluster(`proxy-url: "http://user:${secret()}@127.0.0.1:1"`),
    cluster(`proxy-url: "socks5://user:${secret()}@127.0.0.1:1"`),
    cluster(`insecure-skip-tls-verify: ${secret()}`),
    cluster("a: b").replace(server, `ftp://${secret()}@h`),
    cluster("a: b").replace(server, `https://user:1/${secret()}@h`),
    cluster("a: b").replace(server, `https://user:${secret()}/x@h`),
    cluster("a: b").replace(server, `https://user:${secret()} x@h`),
    cluster("a: b").replace(server, `user:${secret()}@127.0.0.1:1`),
    cluster("a: b").replace(server, `h/${secret()}`),
    user(`token: {a: ${secret()}}`),
    user(`token: "${secret()}\\n${secret()}"`),
    user(`tokenFile: ${secret()}`),
    user(`tokenFile: ${slashed()}`),
    user(`tokenFile: /${slashed()}`),
    user(`tokenFile: ${secret()}/a`),
    user(`client-certificate: ${slashed()}, client-key: ${slashed()}`),
    user(`tokenFile: ${secret()}.${secret()}${secret()}${secret()}.${secret()}`),
    user(`client-certificate: ${pem()}, client-key: ${pem()}`),
    user(`client-certificate: ${secret()}, client-key: ${secret()}`),
    user(`client-certificate-data: ${base64(pem())}, client-key-data: ${base64(pem())}`),
    user(`client-key-data: "${secret()}?"`),
    user(`token: ${secret()}, username: ${secret()}`),
    user(`username: ${secret()}, password: [${secret()}]`),
    user(`auth-provider: {name: ${secret()}}`),
    user(`auth-provider: {name: oidc, config: {id-token: ${secret()}}}`),
    user(`auth-provider: {name: oidc, config: {id-token: "a.${secret()}.b"}}`),
    user(`auth-provider: {name: oidc, config: {${secret()}: 5}}`),
    user(`auth-provider: ${secret()}`),
    user(`as: ["${secret()}"]`),
    user(`as-user-extra: {${secret()}: x}`),
    user(`as-groups: [${secret()}]`),
    user(`as: "a\\n${secret()}"`),
    exec(`command: sh, apiVersion: ${secret()}`),
    exec(`command: sh, apiVersion: client.authentication.k8s.io/v1, interactiveMode: ${secret()}`),
    exec(`${V1}, command: "no-such-plugin --password ${secret()}"`),
    exec(`${V1}, command: "no-such-plugin\\t${secret()}"`),
    exec(`${V1}, command: "bin/no-such-plugin --password ${secret()}"`),
    exec(`${V1}, command: ${slashed()}`),
    exec(`${V1}, command: "/${slashed()} ${secret()}"`),
    exec(`${V1}, command: no-such-plugin, args: [${secret()}]`),
    exec(`${V1}, command: sh, args: ["${secret()}\\0"]`),
    exec(`${V1}, command: sh, args: ["-c", "exit 3", ${secret()}]`),
    exec(`${V1}, command: sh, args: [[${secret()}]]`),
    exec(`${V1}, command: sh, env: [{name: "", value: ${secret()}}]`),
    exec(`${V1}, command: sh, env: [{name: A, value: "${secret()}\\0"}]`),
    ...PRINTED.map((print) =>
      exec(
        `${V1}, command: sh, args: ["-c", 'printf "%s" "$OUT"'], env: [{name: OUT, value: ${JSON.stringify(print(secret))}}]`,
      ),
    ),
  ];
}

/** Outputs of a credential plugin that are not a valid credential. */
const PRINTED: readonly ((secret: () => string) => string)[] = [
  (secret) => secret(),
  (secret) => `*${secret()}`,
  (secret) => `{"token": ${secret()}}`,
  (secret) => `{"kind": "${secret()}", "apiVersion": "v1"}`,
  (secret) => `{"kind": "ExecCredential", "apiVersion": "${secret()}"}`,
  (secret) => credential(`"${secret()}"`),
  (secret) => credential(`{"token": ["${secret()}"]}`),
  (secret) => credential(`{"token": "${secret()}\\n"}`),
  (secret) => credential(`{"token": "${secret()}"}`),
  (secret) => credential(`{"token": "${secret()}", "expirationTimestamp": "${secret()}"}`),
  (secret) => credential(`{"clientKeyData": "${secret()}"}`),
  (secret) => credential(`{"clientKeyData": "${secret()}", "clientCertificateData": "${secret()}"}`),
  (secret) => `${credential(`{"token": "${secret()}"`)}`,
];

function credential(status: string): string {
  return `{"kind": "ExecCredential", "apiVersion": "client.authentication.k8s.io/v1", "status": ${status}}`;
}

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

/** The fields of a kubeconfig that messages show: the names in it, the host of a server or proxy, a plugin's name and its install hint. */
const SHOWN_FIELDS: ReadonlySet<string> = new Set([
  ...["name", "cluster", "user", "current-context", "namespace", "kind", "installHint"],
]);
const URLS: ReadonlySet<string> = new Set(["server", "proxy-url"]);
const PATHS: ReadonlySet<string> = new Set(["tokenFile", "client-key", "client-certificate", "certificate-authority"]);

/** The secrets in places that messages show, after a kubeconfig was broken. */
export function shownOf(text: string, secrets: Secrets): ReadonlySet<string> {
  const shown = new Set<string>();
  const add = (words: string): void => {
    for (const secret of secrets.foundIn(words)) shown.add(secret);
  };
  const walk = (value: unknown, name: string): void => {
    if (Array.isArray(value)) for (const item of value) walk(item, name);
    else if (isRecord(value)) for (const [key, field] of Object.entries(value)) walk(field, key);
    else if (typeof value === "string" && SHOWN_FIELDS.has(name)) add(value);
    else if (typeof value === "string" && URLS.has(name)) add(addressOf(value));
    else if (typeof value === "string" && name === "command") add(/^[^\s/\\]*(?=\s|$)/.exec(value)?.[0] ?? "");
    else if (typeof value === "string" && PATHS.has(name)) add(/\.[A-Za-z0-9]{1,8}$/.test(value) ? value : "");
  };
  try {
    walk(parseYamlDocument(text).value, "");
  } catch {
    // Messages show nothing of an unreadable kubeconfig.
  }
  return shown;
}

function addressOf(url: string): string {
  const parsed = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`);
  return parsed === null ? "" : `${parsed.host} ${parsed.pathname}`;
}
