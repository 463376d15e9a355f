/** Inputs with very many parts of a kind that few inputs have: they find work that grows with the square of a number. */
import { runCli } from "../run-cli.ts";

/** An input of any size, and the command that reads it. */
export interface Input {
  readonly name: string;
  /** The command line without the input, which is its last argument. `DIR` in an argument is the directory of the files. */
  readonly command: readonly string[];
  /** The size of the smallest input. The others have twice and four times that size. */
  readonly size: number;
  /** The input: the text of one file, or files by path. */
  readonly input: (size: number) => string | Readonly<Record<string, string>>;
  /** The path of the input in the directory; the directory itself by default. */
  readonly path?: string;
}

const many = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => of(index));
const fields = (count: number, value: (index: number) => unknown = String): Record<string, unknown> =>
  Object.fromEntries(many(count, (index) => [`k${index}`, value(index)]));
const list = (items: readonly unknown[]): string => JSON.stringify({ apiVersion: "v1", kind: "List", items });

interface PodParts {
  readonly metadata?: object;
  readonly spec?: object;
  readonly container?: object;
}

const pod = ({ metadata, spec, container }: PodParts, name = "p"): object => ({
  ...{ apiVersion: "v1", kind: "Pod", metadata: { name, namespace: "ns", ...metadata } },
  spec: { hostPID: true, containers: [{ name: "a", image: "b", ...container }], ...spec },
});
const namespace = (name: string, metadata: object = {}): object => ({
  ...{ apiVersion: "v1", kind: "Namespace" },
  metadata: { name, labels: { "pod-security.kubernetes.io/enforce": "baseline" }, ...metadata },
});

/** One object with very many parts of a kind. */
const PARTS: Readonly<Record<string, (size: number) => string>> = {
  "labels of a namespace": (size) => list([namespace("ns", { labels: fields(size) }), pod({})]),
  "annotations of a pod": (size) => list([namespace("ns"), pod({ metadata: { annotations: fields(size) } })]),
  "AppArmor annotations": (size) =>
    list([
      namespace("ns"),
      pod({
        metadata: {
          annotations: Object.fromEntries(
            many(size, (index) => [`container.apparmor.security.beta.kubernetes.io/c${index}`, "unconfined"]),
          ),
        },
        spec: { containers: many(size, (index) => ({ name: `c${index}`, image: "a" })) },
      }),
    ]),
  "environment variables": (size) =>
    list([pod({ container: { env: many(size, (index) => ({ name: `E${index}`, value: "v" })) } })]),
  ports: (size) => list([pod({ container: { ports: many(size, (index) => ({ hostPort: index + 1 })) } })]),
  capabilities: (size) =>
    list([pod({ container: { securityContext: { capabilities: { add: many(size, (index) => `C${index}`) } } } })]),
  volumes: (size) =>
    list([pod({ spec: { volumes: many(size, (index) => ({ name: `v${index}`, hostPath: { path: "/" } })) } })]),
  sysctls: (size) =>
    list([pod({ spec: { securityContext: { sysctls: many(size, (index) => ({ name: `s${index}`, value: "1" })) } } })]),
  "a long name": (size) => list([pod({ metadata: { name: "n".repeat(20 * size) } })]),
  "a long text": (size) => list([pod({ metadata: { annotations: { a: `x ${"\n".repeat(20 * size)}` } } })]),
  "unknown fields": (size) => list([pod({ spec: fields(size) })]),
  "keys beside the items of a list": (size) =>
    JSON.stringify({
      ...fields(size),
      apiVersion: "v1",
      kind: "List",
      items: many(size, (index) => pod({}, `p${index}`)),
    }),
  "owner references": (size) =>
    list([pod({ metadata: { ownerReferences: many(size, (index) => ({ kind: "X", name: `o${index}`, uid: "u" })) } })]),
  "equal objects": (size) => list(many(size, () => pod({}))),
  "objects of one name": (size) => list(many(size, (index) => pod({ container: { name: `c${index}` } }))),
};

/** An AdmissionConfiguration with many exemptions of each kind. */
const EXEMPTING = (size: number): string =>
  JSON.stringify({
    apiVersion: "pod-security.admission.config.k8s.io/v1",
    kind: "PodSecurityConfiguration",
    exemptions: {
      usernames: many(size, (index) => `u${index}`),
      namespaces: many(size, (index) => `n${index}`),
      runtimeClasses: many(size, (index) => `r${index}`),
    },
  });
const PODS = (size: number): string => list(many(size, (index) => pod({}, `p${index}`)));
const IN_NAMESPACES = (size: number): string =>
  list(many(size, (index) => pod({ metadata: { namespace: `n${index}` } }, `p${index}`)));

const ENTRIES = (size: number): string =>
  JSON.stringify(
    many(size, (index) => ({
      ...{ namespace: "ns", kind: "Pod", name: `p${index}`, check: "hostNamespaces", reason: "known" },
    })),
  );
const APPLICATIONS = (size: number): string =>
  list([
    pod({}),
    ...many(size, (index) => ({
      ...{ apiVersion: "argoproj.io/v1alpha1", kind: "Application", metadata: { name: `a${index}` } },
      spec: {
        destination: { namespace: "ns" },
        syncPolicy: {
          managedNamespaceMetadata: { labels: { team: `t${index}` } },
          syncOptions: ["CreateNamespace=true"],
        },
      },
    })),
  ]);
const KUSTOMIZATION = (size: number): Record<string, string> => ({
  "kustomization.yaml": `resources: [${many(size, (index) => `r${index}.yaml`).join(", ")}]`,
  ...Object.fromEntries(many(size, (index) => [`r${index}.yaml`, JSON.stringify(pod({}, `p${index}`))])),
});
const FILES = (size: number): Record<string, string> =>
  Object.fromEntries(many(size, (index) => [`d${index}/r.yaml`, JSON.stringify(pod({}, `p${index}`))]));
const DEEP = (size: number): string => `a: ${"[".repeat(size)}${"]".repeat(size)}`;

/** The policy that this program exports, for objects with many violations. */
const exported = await runCli(["export", "--level", "restricted", "--bind", "default"]);

const TABLES: readonly (readonly string[])[] = [
  ["lint", "--level", "restricted"],
  ["lint", "-o", "sarif"],
  ["fix", "--force", "--take-away"],
  ["audit", "-f"],
];

/** The inputs of all commands. */
export const UNUSUAL: readonly Input[] = [
  ...Object.entries(PARTS).flatMap(([name, input]) => TABLES.map((command) => ({ name, command, size: 100, input }))),
  ...[
    PODS,
    (size: number) => PODS(size).replace("{", "{ # YAML\n"),
    (size: number) => PODS(size).replaceAll(",", ",\n"),
  ]
    .map((input, index) => ({ input, name: ["in one line", "in one line of YAML", "in lines"][index] }))
    .flatMap(({ input, name }) => TABLES.map((command) => ({ name: `pods ${name}`, command, size: 50, input }))),
  ...["lint", "fix"].map((command) => ({
    ...{ name: "exemptions and namespaces", command: [command, "--admission-config", "DIR/config.json"], size: 50 },
    input: (size: number) => ({ "config.json": EXEMPTING(size), "pods.json": IN_NAMESPACES(size) }),
  })),
  {
    ...{ name: "exemptions", command: ["export", "--admission-config"], size: 50, path: "config.json" },
    input: (size) => ({ "config.json": EXEMPTING(size) }),
  },
  {
    ...{
      name: "accepted violations",
      command: ["lint", "--level", "restricted", "--accept", "DIR/accept.json"],
      size: 50,
    },
    input: (size) => ({ "accept.json": ENTRIES(size), "pods.json": PODS(size) }),
  },
  { name: "Applications of one namespace", command: ["lint"], size: 50, input: APPLICATIONS },
  {
    ...{ name: "pods and a policy", command: ["lint"], size: 50 },
    input: (size) => ({ "policy.yaml": exported.stdout, "pods.json": PODS(size) }),
  },
  { name: "resources of a kustomization", command: ["lint"], size: 20, input: KUSTOMIZATION },
  { name: "directories", command: ["lint"], size: 20, input: FILES },
  {
    ...{ name: "excluded patterns", command: ["lint", "--config", "DIR/own/c.yaml"], size: 20 },
    input: (size) => ({
      "own/c.yaml": JSON.stringify({ exclude: many(size, (index) => `**/x${index}/*.yaml`) }),
      "a.yaml": PODS(1),
    }),
  },
  { name: "deep lists", command: ["lint"], size: 100, input: DEEP },
];
