/** Each command does linear work: an input of twice the size takes about twice as many steps. The steps are counted, and no time is measured. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { READING } from "../program-commands.ts";
import { UNUSUAL, type Input } from "./unusual-inputs.ts";

const COUNTER = fileURLToPath(new URL("executed-blocks.ts", import.meta.url));

/** The most steps that the second half of an input may take, in proportion to the quarter before it: 2 if the work is linear, 4 if it is quadratic. */
const MOST = 2.8;

/** Differences that are less than this say nothing. */
const NOISE = 2000;

/** The work that is counted: see executed-blocks.ts. */
const UNITS = ["steps", "characters and items that searches pass over"];

const many = (count: number, text: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => text(index));

/** A pod that violates several checks, in JSON. Its messages are its own. */
const pod = (index: number): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `pod-${index}`, namespace: `ns-${index % 5}`, uid: `${index}` },
    spec: { hostPID: true, containers: [{ name: `c${index}`, image: "a" }] },
  });
const list = (items: readonly string[]): string =>
  `{"apiVersion": "v1", "kind": "List", "items": [${items.join(",\n")}]}`;
const namespace = (index: number): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: `ns-${index}`, labels: { "pod-security.kubernetes.io/warn": "restricted" } },
  });
const PODS = (size: number): string => list([...many(5, namespace), ...many(size, pod)]);
const NAMESPACES = (size: number): string => list(many(size, namespace));
/** The pods of one controller that was not read, each with another message. */
const OWNED = (size: number): string =>
  list(
    many(size, (index) =>
      JSON.stringify({
        ...JSON.parse(pod(index)),
        metadata: {
          name: `pod-${index}`,
          namespace: "ns",
          ownerReferences: [{ apiVersion: "apps/v1", kind: "StatefulSet", name: "web", controller: true }],
        },
      }),
    ),
  );
/** A custom resource with many templates, all with the same message. */
const TEMPLATES = (size: number): string =>
  JSON.stringify({
    ...{ apiVersion: "argoproj.io/v1alpha1", kind: "Workflow", metadata: { name: "w" } },
    spec: { entrypoint: "t0", templates: many(size, (index) => `t${index}`).map((name) => ({ name, container: {} })) },
  });
const CONTAINERS = (size: number, container: string): string =>
  `{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {"containers": [${Array(size).fill(container).join()}]}}`;
const ALIASES = (size: number): string =>
  [
    "apiVersion: v1\nkind: List\nitems:",
    `- {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {${many(600, (index) => `k${index}: v`).join(", ")}}}`,
    "- &p {apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{}, {}, {}]}}",
    ...Array(size).fill("- *p"),
  ].join("\n");
/** A chain of overlays: each builds on the one before it. */
const OVERLAYS = (size: number): Record<string, string> => ({
  "o0/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n",
  ...Object.fromEntries(
    many(size, (index) => (index === 0 ? "a.yaml" : `../o${index - 1}`)).map((resource, index) => [
      `o${index}/kustomization.yaml`,
      `resources: [${resource}]\n`,
    ]),
  ),
});

/** A container that needs many changes. */
const NAMED = JSON.stringify({
  ...{ name: "a", image: "b", ports: [{ hostPort: 1 }] },
  securityContext: { privileged: true, capabilities: { add: ["SYS_ADMIN"] }, procMount: "Unmasked" },
});
/** A pod in each of many namespaces. */
const SPREAD = (size: number): string =>
  list(many(size, (index) => pod(index).replace(/ns-\d/, `ns-${index}`)).concat(many(size, namespace)));

/** A command line without its input, which follows. */
const commandOf = (args: readonly string[], input: (path: string) => readonly string[]): readonly string[] => [
  ...args,
  ...input("").slice(0, -1),
];

const lint = (...flags: readonly string[]): readonly string[] => ["lint", "--level", "restricted", ...flags];

const INPUTS: readonly Input[] = [
  { name: "pods in a JSON list", command: lint(), size: 20, input: PODS },
  {
    name: "pods in a YAML document",
    command: lint(),
    size: 50,
    input: (size) => PODS(size).replace("{", "{ # YAML\n"),
  },
  { name: "documents", command: lint(), size: 500, input: (size) => "---\na\n".repeat(size) },
  { name: "scalars", command: lint(), size: 500, input: (size) => `[${"a,".repeat(size)}]` },
  { name: "empty items", command: lint("-o", "json"), size: 200, input: (size) => list(many(size, () => "{}")) },
  { name: "empty containers", command: lint("-o", "sarif"), size: 200, input: (size) => CONTAINERS(size, "{}") },
  { name: "equal keys", command: lint(), size: 200, input: (size) => CONTAINERS(size, '{"name": "a", "name": "b"}') },
  { name: "aliases", command: lint("-o", "sarif"), size: 50, input: ALIASES },
  { name: "spaces in a separator", command: lint(), size: 1000, input: (size) => `---${" ".repeat(size)}x\n` },
  {
    name: "spaces at the end of lines",
    command: lint(),
    size: 100,
    input: (size) => `a: b${" ".repeat(size)}\n`.repeat(20),
  },
  { name: "overlays of kustomize", command: lint(), size: 20, input: OVERLAYS },
  { name: "namespaces", command: ["audit", "-f"], size: 25, input: NAMESPACES },
  { name: "namespaces", command: ["plan", "-f"], size: 25, input: NAMESPACES },
  { name: "pods with one owner and different verdicts", command: ["audit", "-f"], size: 20, input: OWNED },
  { name: "pods with one owner and different verdicts", command: ["plan", "-f"], size: 20, input: OWNED },
  { name: "templates of a custom resource", command: ["audit", "-f"], size: 50, input: TEMPLATES },
  ...READING.flatMap(({ args, formats, input }) => [
    { name: "containers", command: commandOf(args, input), size: 20, input: (size: number) => CONTAINERS(size, NAMED) },
    { name: "pods in namespaces", command: commandOf(args, input), size: 20, input: SPREAD },
    ...formats.map((format) => ({
      ...{ name: `pods as ${format}`, command: commandOf([...args, "-o", format], input), size: 20, input: PODS },
    })),
  ]),
  ...UNUSUAL,
];

test("each command takes about twice as many steps for twice the input", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "pss-work-"));
  t.after(() => rmSync(directory, { recursive: true }));
  const lines = INPUTS.flatMap(({ command, size, input, path: own = "" }, index) =>
    [size, size, size, 2 * size, 4 * size].map((count) => {
      const path = join(directory, `${index}`, `${count}`);
      const files = input(count);
      for (const [file, text] of Object.entries(typeof files === "string" ? { "input.yaml": files } : files)) {
        mkdirSync(dirname(join(path, file)), { recursive: true });
        writeFileSync(join(path, file), text);
      }
      return [...command.map((argument) => argument.replace("DIR", path)), join(path, own)];
    }),
  );
  const output = execFileSync(process.execPath, [COUNTER, JSON.stringify(lines)], {
    encoding: "utf8",
    // The counters of a coverage run would be reset.
    env: { ...process.env, NODE_V8_COVERAGE: "" },
  });
  const counts: readonly (readonly number[])[] = JSON.parse(output);
  for (const [index, { name, command }] of INPUTS.entries()) {
    await t.test(`${command[0]}: ${name}`, () => {
      // The first run also loads its modules.
      const [, ...own] = counts.slice(5 * index, 5 * index + 5);
      for (const [at, unit] of UNITS.entries()) {
        const [one = NaN, another = NaN, middle = NaN, large = NaN] = own.map((count) => count[at] ?? NaN);
        // Work that is done once, such as filling a cache, would make the difference to the next size too small.
        const small = Math.min(one, another);
        const ratio = (large - middle) / Math.max(middle - small, NOISE);
        assert.ok(ratio < MOST, `${small}, ${middle} and ${large} ${unit}: ${ratio.toFixed(2)}`);
      }
    });
  }
});
