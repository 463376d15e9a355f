import type { Secrets } from "./secrets.ts";

/** Files that a user may name with --admission-config or --accept by mistake. `secret` returns another secret each time. */
export function configurations(secret: () => string): Readonly<Record<string, string>> {
  const POD_SECURITY = "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n";
  const ADMISSION = "apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\n";
  const pem = `-----BEGIN PRIVATE KEY-----\n${secret()}\n${secret()}\n-----END PRIVATE KEY-----\n`;
  return {
    "a Docker configuration": JSON.stringify({
      auths: { "https://index.docker.io/v1/": { auth: secret(), identitytoken: secret() } },
      credsStore: secret(),
    }),
    "a token": secret(),
    "a token of two lines": `${secret()}\n${secret()}\n`,
    "a token that ends in a colon": `${secret()}:\n`,
    "a token like an alias": `*${secret()}`,
    "a token like a tag": `!${secret()} x`,
    "a PEM": pem,
    "a variable": `PASSWORD=${secret()}\nexport OTHER='${secret()}'\n`,
    "a netrc": `machine github.com\nlogin x\npassword ${secret()}\n`,
    INI: `[default]\naws_secret_access_key = ${secret()}\n`,
    "a Talos machine configuration": `version: v1alpha1\nmachine:\n  token: ${secret()}\n  ca: {crt: x, key: ${secret()}}\ncluster:\n  secret: ${secret()}\n`,
    "a Talos client configuration": `context: c\ncontexts: {c: {key: ${secret()}}}\n`,
    "a Secret": `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {password: ${secret()}}\n`,
    "a kubeconfig": `apiVersion: v1\nkind: Config\nusers: [{name: u, user: {token: ${secret()}}}]\n`,
    "a list": `- ${secret()}\n`,
    "a JSON list": `["${secret()}"]`,
    "a JSON text": `"${secret()}"`,
    "values of a chart": `image: x\npassword: ${secret()}\n`,
    "a kind that is no text": `apiVersion: v1\nkind: {a: ${secret()}}\n`,
    "a kind that is a token": `apiVersion: v1\nkind: ${secret()}\n`,
    "a version that is a token": `apiVersion: ${secret()}\nkind: Pod\n`,
    "a version with too many slashes": `apiVersion: a/${secret()}/b\nkind: Pod\n`,
    "a group that is a token": `apiVersion: ${secret()}/v1\nkind: Pod\n`,
    "two documents": `a: ${secret()}\n---\nb: ${secret()}\n`,
    "YAML in braces": `{a: ${secret()}}`,
    "JSON that never ends": `{"password": "${secret()}`,
    "JSON with a word": `{"password": ${secret()}}`,
    "an encryption configuration": `apiVersion: apiserver.config.k8s.io/v1\nkind: EncryptionConfiguration\nresources: [{providers: [{aescbc: {keys: [{secret: ${secret()}}]}}]}]\n`,
    "a level": `${POD_SECURITY}defaults: {enforce: ${secret()}, audit-version: ${secret()}}\n`,
    "a number for a level": `${POD_SECURITY}defaults: {enforce: 12345678}\n`,
    "text for defaults": `${POD_SECURITY}defaults: ${secret()}\n`,
    "exempt namespaces": `${POD_SECURITY}exemptions: {namespaces: ["${secret()}", "${secret()}."]}\n`,
    "exempt runtime classes": `${POD_SECURITY}exemptions: {runtimeClasses: ["${secret()}_"]}\n`,
    "exempt users": `${POD_SECURITY}exemptions: {usernames: [&a ${secret()}, *a]}\n`,
    "an unknown field": `${POD_SECURITY}password: ${secret()}\n`,
    "a field twice": `${POD_SECURITY}defaults: {enforce: ${secret()}}\ndefaults: {enforce: ${secret()}}\n`,
    "another plugin": `${ADMISSION}plugins:\n- name: ImagePolicyWebhook\n  configuration: {token: ${secret()}, token: ${secret()}}\n- name: PodSecurity\n  configuration: {token: ${secret()}}\n`,
    "a plugin that is a text": `${ADMISSION}plugins: [${secret()}]\n`,
    "a plugin of no type": `${ADMISSION}plugins:\n- name: PodSecurity\n  configuration: ${secret()}\n`,
    "a path that is a token": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: ${secret()}\n`,
    "a path that is a key of AWS": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: ${secret()}/${secret()}/${secret()}\n`,
    "an absolute path that is a key": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: /${secret()}/a\n`,
    "a path that is a long token": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: ${secret()}.${secret()}${secret()}.${secret()}\n`,
    "a path that is a PEM": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: ${JSON.stringify(pem)}\n`,
    "a path that is a number": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: {a: ${secret()}}\n`,
    "a configuration, and a path that is a token": `${ADMISSION}plugins:\n- name: PodSecurity\n  path: ${secret()}\n  configuration: {kind: x, a: ${secret()}}\n`,
    "whatever has a comment": `# ${secret()}\n${POD_SECURITY}defaults: {enforce: x} # ${secret()}\n`,
  };
}

/** A file that names another by its path. */
export function byPath(path: string): string {
  return `apiVersion: apiserver.config.k8s.io/v1\nkind: AdmissionConfiguration\nplugins:\n- name: PodSecurity\n  path: ${path}\n`;
}

/** A list for --accept, with secrets instead of some texts that are no names, and in the wrong places. */
export function spoilList(list: readonly object[], secrets: Secrets): readonly unknown[] {
  return list.map((entry) => {
    const fields = Object.entries(entry).map(([name, value]: [string, unknown]) => {
      if (secrets.random.chance(0.7)) return [name, value];
      const wrong = secrets.random.pick<unknown>([[secrets.make()], { a: secrets.make() }, 5, null, true]);
      return [name, NAMES_OF_LIST.has(name) ? wrong : secrets.random.pick([wrong, secrets.make()])];
    });
    return Object.fromEntries(fields);
  });
}

/** The fields whose texts are repeated: names, and the reason, which is written to be read. */
const NAMES_OF_LIST: ReadonlySet<string> = new Set(["namespace", "kind", "name", "container", "reason"]);
