/** Inputs with a harmful text in every place: one that would be a command in the log of a CI job, or in a shell. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Respond } from "../../sources/cluster/stub-server.ts";

/** The end of each text, by which a test finds the text in the output. */
export const MARK = "zqz";

const COMMANDS = [
  "::set-output name=a::",
  "::error::",
  "::ERROR file=a,line=1::",
  "::stop-commands::t",
  "##[error]",
  "##[set-output name=a]",
  "##vso[task.complete result=Failed;]",
  "##VSO[task.setvariable variable=a]",
  "##teamcity[buildStop comment='x']",
  "#\u0488#\u0640[error]",
  ":\u0488:error::",
  "x y ::error:: ##[error] ::warning:: z",
];
/** Characters after which a text begins a line, or seems to. */
const BEFORE = [
  "",
  " ",
  "\t",
  "\u001b[31m",
  "\u00a0",
  "a\n",
  "a\r",
  "a\r\n  ",
  "a\u0085",
  "a\u2028",
  "a\u2029",
  "a\v",
  "a\f",
  "a%0A",
];

/** Texts that a runner reads as a command, at the beginning of a line or anywhere. */
export const HOSTILE: readonly string[] = [
  ...COMMANDS.map((command, index) => `${BEFORE[index % BEFORE.length]}${command}${MARK}`),
  ...BEFORE.map((before, index) => `${before}${COMMANDS[(index * 5) % COMMANDS.length]}${MARK}`),
  `#${MARK}`,
  `'; touch pwned; $(touch pwned) \`touch pwned\` "${MARK}`,
  `a\ntouch pwned #${MARK}`,
];

/** JSON in ASCII, because readers of YAML know more line breaks than a line feed. */
function toJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A pod that violates every check with quoted texts, and has the text in each of its strings. */
function podOf(text: string): { readonly metadata: object; readonly spec: object } {
  const container = {
    name: text,
    image: text,
    [text]: 1,
    ports: [{ name: text, containerPort: 1, hostPort: 1 }],
    securityContext: {
      privileged: true,
      procMount: text,
      capabilities: { add: [text] },
      seLinuxOptions: { type: text, user: text },
      seccompProfile: { type: text, localhostProfile: text },
      appArmorProfile: { type: text },
    },
  };
  return {
    metadata: {
      labels: { [text]: text },
      annotations: { [`container.apparmor.security.beta.kubernetes.io/${text}`]: text },
    },
    spec: {
      containers: [container],
      initContainers: [{ ...container, name: `${text}2` }],
      volumes: [{ name: text, hostPath: { path: text } }],
      securityContext: { sysctls: [{ name: text, value: text }], runAsUser: 0 },
      runtimeClassName: text,
      nodeName: text,
    },
  };
}

const namespace = (name: string, labels: object) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

/** Objects that an API server has, or that a hostile one may return. */
export function objectsOf(text: string): readonly object[] {
  const pod = podOf(text);
  const owner = { apiVersion: "apps/v1", kind: "ReplicaSet", name: text, uid: text, controller: true };
  return [
    namespace("team-a", { "pod-security.kubernetes.io/enforce": "baseline" }),
    namespace("team-b", { "pod-security.kubernetes.io/enforce": text, "argocd.argoproj.io/instance": text }),
    namespace(text, { "pod-security.kubernetes.io/warn": "restricted", [text]: text }),
    ...[text, "team-a"].map((name) => ({
      apiVersion: "v1",
      kind: "Pod",
      metadata: { ...pod.metadata, name: text, namespace: name, uid: `${name} ${text}`, ownerReferences: [owner] },
      spec: pod.spec,
    })),
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: text, namespace: "team-a", labels: { [text]: text } },
      spec: { replicas: 1, selector: { matchLabels: { a: "a" } }, template: pod },
    },
  ];
}

/** Values that are unreadable, or not objects of the API server. */
function faultsOf(text: string): readonly unknown[] {
  return [
    { apiVersion: "v1", kind: text, metadata: { name: text } },
    { apiVersion: `${text}.example.com/v1`, kind: text, metadata: { name: text }, spec: { template: podOf(text) } },
    { apiVersion: "v1", kind: "Pod", metadata: { name: text, namespace: text }, spec: { hostNetwork: text } },
    { apiVersion: "v1", kind: "Pod", metadata: { name: text, namespace: text }, spec: text },
    { kind: text },
    text,
    [{ op: "add", path: text, value: text }],
  ];
}

/** Writes manifests into a directory with this name below another one, and returns its path. */
export function writeManifests(below: string, text: string): string {
  const directory = join(below, text.replaceAll("/", ""));
  const chart = join(directory, `chart ${text}`);
  const overlay = join(directory, `overlay ${text}`);
  for (const one of [chart, overlay]) mkdirSync(join(one, "templates"), { recursive: true });
  const stream = [...objectsOf(text), ...faultsOf(text)].map((value) => `---\n${toJson(value)}\n`).join("");
  const key = toJson(text);
  writeFileSync(join(directory, `${text}.yaml`), stream);
  writeFileSync(
    join(directory, "duplicate.yaml"),
    `apiVersion: v1\nkind: Pod\nmetadata: {name: a, labels: {${key}: a, ${key}: b}}\n`,
  );
  writeFileSync(join(directory, `broken ${text}.yaml`), `a: [${key}\n${text}: {`);
  writeFileSync(join(chart, "Chart.yaml"), "name: a\n");
  writeFileSync(join(chart, "templates", "pod.yaml"), `kind: {{ ${text} }}\n`);
  const patches = { resources: ["../duplicate.yaml"], patches: [{ path: text }], namePrefix: text };
  writeFileSync(join(overlay, "kustomization.yaml"), toJson(patches));
  return directory;
}

const KINDS: Readonly<Record<string, string>> = { namespaces: "Namespace", pods: "Pod", deployments: "Deployment" };

/** A server with these objects, which forbids all other lists with this text. */
export function serverWith(text: string, objects: readonly object[]): Respond {
  return ({ pathname }) => {
    if (pathname === "/version") return { body: { major: "1", minor: "37", gitVersion: "v1.37.0" } };
    const kind = KINDS[pathname.split("/").at(-1) ?? ""];
    if (kind === undefined) {
      const reason = {
        kind: "Status",
        apiVersion: "v1",
        status: "Failure",
        reason: "Forbidden",
        message: text,
        code: 403,
      };
      return { status: 403, headers: { warning: '299 - "::error::x"' }, body: reason };
    }
    const items = objects.filter((one) => "kind" in one && one.kind === kind);
    return { body: { kind: `${kind}List`, apiVersion: "v1", metadata: { resourceVersion: "1" }, items } };
  };
}

/** A kubeconfig in which this text is every name. */
export function kubeconfigOf(text: string, server: string, user: object = {}): string {
  return toJson({
    apiVersion: "v1",
    kind: "Config",
    "current-context": text,
    contexts: [{ name: text, context: { cluster: text, user: text, namespace: "team-a" } }],
    clusters: [{ name: text, cluster: { server } }],
    users: [{ name: text, user }],
  });
}
