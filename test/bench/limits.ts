import { spawnSync } from "node:child_process";
import { closeSync, openSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PACKAGE } from "./ours.ts";
import { peakMemory } from "./peak-memory.ts";

/** An input at or above a limit, with the exit code of its lint. */
interface Extreme {
  readonly name: string;
  /** The command and its flags before the input; a lint at restricted by default. */
  readonly command?: readonly string[];
  readonly file: string;
  readonly format: "table" | "json" | "sarif";
  readonly exitCode: number;
  text(): string;
}

const POD = (index: number): string =>
  `- {apiVersion: v1, kind: Pod, metadata: {name: p${index}, namespace: shop}, spec: {hostPID: true}}\n`;
const PODS = (count: number): string =>
  `apiVersion: v1\nkind: List\nitems:\n${Array.from({ length: count }, (_, index) => POD(index)).join("")}`;
const EMPTY_CONTAINERS = (count: number): string =>
  `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [${Array(count).fill("{}").join()}]}}`;
/** Nodes that are no aliases: go-yaml allows 99 % of the nodes from aliases. */
const PLAIN_NODES = Array.from({ length: 600 }, (_, index) => `k${index}: v`).join(", ");
const ALIASES =
  `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {${PLAIN_NODES}}}\n` +
  "- &l\n  apiVersion: v1\n  kind: List\n  items:\n" +
  "  - &p {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{}, {}, {}, {}, {}, {}]}}\n" +
  `${"  - *p\n".repeat(500)}${"- *l\n".repeat(8)}`;

const LINT = ["lint", "--level", "restricted"];

/** The arguments that name an input. */
const inputOf = ([command]: readonly string[], path: string): readonly string[] =>
  command === "lint" || command === "fix" ? [path] : ["-f", path];

const FIX = ["fix", "--level", "restricted"];
/** Pods that get four edits each, in one document or in documents of their own. */
const FIXABLE = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) =>
      `{apiVersion: v1, kind: Pod, metadata: {name: p${index}, namespace: shop}, spec: {containers: [{name: a, image: x}]}}
`,
  );

/** A dump of pods without a controller, each with its own container, and so with its own messages. */
const DUMP = (count: number): string => {
  const namespace = (index: number): object => ({
    ...{ apiVersion: "v1", kind: "Namespace" },
    metadata: { name: `ns-${index}`, labels: { "pod-security.kubernetes.io/enforce": "baseline" } },
  });
  const pod = (index: number): object => ({
    ...{ apiVersion: "v1", kind: "Pod", metadata: { name: `pod-${index}`, namespace: `ns-${index % 20}` } },
    spec: { hostPID: true, containers: [{ name: `container-${index}`, image: "registry.example.com/app:1.2.3" }] },
  });
  const items = [...Array.from({ length: 20 }, (_, index) => namespace(index))];
  return JSON.stringify({
    apiVersion: "v1",
    kind: "List",
    items: items.concat(Array.from({ length: count }, (_, index) => pod(index))),
  });
};

/** A dump of the pods of StatefulSets, which have equal verdicts: the largest cluster that Kubernetes supports. */
const OWNED = (deployments: number, pods: number): string => {
  const spec = (index: number): object => ({
    containers: [{ name: `container-${index}`, image: "registry.example.com/app:1.2.3" }],
  });
  const items: object[] = [{ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } }];
  for (let index = 0; index < deployments; index++) {
    const own = { apiVersion: "apps/v1", kind: "StatefulSet", name: `web-${index}` };
    items.push({
      ...{ apiVersion: own.apiVersion, kind: own.kind },
      metadata: { name: own.name, namespace: "shop" },
      spec: { replicas: pods, selector: {}, template: { spec: spec(index) } },
    });
    for (let pod = 0; pod < pods; pod++) {
      const metadata = {
        name: `${own.name}-${pod}`,
        namespace: "shop",
        ownerReferences: [{ ...own, controller: true }],
      };
      items.push({ apiVersion: "v1", kind: "Pod", metadata, spec: spec(index) });
    }
  }
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
};

/** Pods in JSON, each with many violations and as much text as the pods of a cluster. */
const VIOLATING = (count: number): string => {
  const securityContext = { privileged: true };
  const pod = (index: number): object => ({
    ...{ apiVersion: "v1", kind: "Pod" },
    metadata: { name: `pod-${index}`, namespace: `team-${index % 50}`, annotations: { a: "x".repeat(2000) } },
    spec: {
      ...{ hostPID: true, hostNetwork: true },
      containers: ["a", "b", "c"].map((name) => ({ name: `${name}-${index}`, image: "i", securityContext })),
    },
  });
  const items = Array.from({ length: count }, (_, index) => pod(index));
  return JSON.stringify({ apiVersion: "v1", kind: "List", items });
};

const EXTREMES: readonly Extreme[] = [
  {
    name: "150,000 pods in one YAML document",
    file: "pods.yaml",
    format: "table",
    exitCode: 1,
    text: () => PODS(150_000),
  },
  {
    name: "345,000 pods in one YAML document",
    file: "more.yaml",
    format: "table",
    exitCode: 3,
    text: () => PODS(345_000),
  },
  {
    name: "15 million scalars in YAML",
    file: "flow.yaml",
    format: "table",
    exitCode: 3,
    text: () => `[${"a,".repeat(15e6)}]`,
  },
  {
    name: "a Pod with 667,000 empty containers",
    file: "pod.json",
    format: "sarif",
    exitCode: 3,
    text: () => EMPTY_CONTAINERS(667_000),
  },
  { name: "aliases for 4,500 pods", file: "aliases.yaml", format: "sarif", exitCode: 1, text: () => ALIASES },
  {
    name: "1.2 million empty items in JSON",
    file: "items.json",
    format: "json",
    exitCode: 2,
    text: () => `{"apiVersion": "v1", "kind": "List", "items": [${Array(1.2e6).fill("{}").join()}]}`,
  },
  {
    name: "50,000 pods of 2 kB in JSON, with many violations",
    file: "violating.json",
    format: "table",
    exitCode: 3,
    text: () => VIOLATING(50_000),
  },
  {
    name: "1.4 million different keys in JSON",
    file: "keys.json",
    format: "table",
    exitCode: 0,
    text: () =>
      `{"apiVersion": "v1", "kind": "ConfigMap", "data": {${Array.from({ length: 1.4e6 }, (_, index) => `"${index}":""`).join()}}}`,
  },
  {
    name: "5 million documents",
    file: "documents.yaml",
    format: "table",
    exitCode: 0,
    text: () => "---\na\n".repeat(5e6),
  },
  {
    name: "audit of 150,000 pods of 15,000 StatefulSets",
    command: ["audit"],
    file: "owned.json",
    format: "table",
    exitCode: 0,
    text: () => OWNED(15_000, 10),
  },
  {
    name: "audit of 150,000 pods without a controller",
    command: ["audit"],
    file: "dump.json",
    format: "table",
    exitCode: 3,
    text: () => DUMP(150_000),
  },
  {
    name: "plan of 150,000 pods without a controller",
    command: ["plan"],
    file: "dump.json",
    format: "table",
    exitCode: 3,
    text: () => DUMP(150_000),
  },
  {
    name: "fix of 30,000 pods in one YAML document",
    command: FIX,
    file: "fixable.yaml",
    format: "json",
    exitCode: 3,
    text: () =>
      `apiVersion: v1\nkind: List\nitems:\n${FIXABLE(30_000)
        .map((pod) => `- ${pod}`)
        .join("")}`,
  },
  {
    name: "fix of 150,000 pods in documents of their own",
    command: FIX,
    file: "fixable-documents.yaml",
    format: "json",
    exitCode: 3,
    text: () =>
      FIXABLE(150_000)
        .map((pod) => `---\n${pod}`)
        .join(""),
  },
  {
    name: "fix of 345,000 pods in one YAML document",
    command: FIX,
    file: "more.yaml",
    format: "json",
    exitCode: 3,
    text: () => PODS(345_000),
  },
  {
    name: "200,000 spaces in a separator",
    file: "spaces.yaml",
    format: "table",
    exitCode: 3,
    text: () => `---${" ".repeat(200_000)}x\n`,
  },
];

/** The time and the memory of inputs at the limits of docs/limits.md. A run fails if an input ends without a report, which shows in its exit code. */
export async function benchLimits(directory: string): Promise<void> {
  console.log("\n| run of an extreme input | input MB | output MB | s | memory MB | goal |\n|---|---|---|---|---|---|");
  for (const { name, command = LINT, file, format, exitCode, text } of EXTREMES) {
    const path = join(directory, file);
    const report = join(directory, "report");
    writeFileSync(path, text());
    const { program, args } = PACKAGE.command(...command, "-o", format, ...inputOf(command, path));
    const output = openSync(report, "w");
    const begin = performance.now();
    const { status } = spawnSync(program, args, { stdio: ["ignore", output, "ignore"] });
    closeSync(output);
    const seconds = (performance.now() - begin) / 1000;
    if (status !== exitCode) throw new Error(`${name}: the run ended with ${status}, and not with ${exitCode}`);
    const memory = await peakMemory({ name, program, args, exitCode });
    const megabytes = [path, report].map((one) => (statSync(one).size / 1e6).toFixed(1));
    console.log(
      `| ${name} | ${megabytes.join(" | ")} | ${seconds.toFixed(1)} | ${memory?.toFixed(0) ?? ""} | ≤ 1000 MB |`,
    );
  }
}
