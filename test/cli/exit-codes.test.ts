import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Note, Report } from "../../src/report/report.ts";
import { exitCodeOf } from "../../src/cli/exit-codes.ts";
import { tree } from "../sources/tree.ts";
import { runCli } from "./run-cli.ts";

const error: Note = { severity: "error", code: "patch", message: "", source: { file: "a", document: 0, line: 1 } };

function report(notes: readonly Note[], unreadable: number, failing: number): Report {
  return {
    kind: "LintReport",
    source: { type: "files", files: 1 },
    serverVersion: "v1.37",
    namespaces: [],
    notes,
    unreadable: [],
    accepts: false,
    failOn: "enforce",
    only: null,
    levels: [],
    byLevel: false,
    summary: {
      namespaces: 0,
      objects: 0,
      workloads: 0,
      pods: 0,
      violations: failing,
      accepted: 0,
      partlyAccepted: 0,
      failing,
      unreadable,
    },
  };
}

describe("exit codes", () => {
  for (const [name, value, expected] of [
    ["nothing violates", report([], 0, 0), 0],
    ["a warning is no fault", report([{ ...error, severity: "warning" }], 0, 0), 0],
    ["violations", report([], 0, 2), 1],
    ["unreadable beats violations", report([], 1, 2), 3],
    ["wrong beats unreadable", report([error], 1, 2), 2],
  ] as const) {
    it(name, () => assert.equal(exitCodeOf(value), expected));
  }
});

const pod = (name: string, spec = ""): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: shop}, spec: {${spec} containers: [{name: a}]}}\n---\n`;
const namespace = (labels: string): string =>
  `{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {${labels}}}}\n---\n`;
const enforce = "pod-security.kubernetes.io/enforce";
const BAD = pod("bad", "hostPID: true,");
const DEPLOYMENT =
  "{apiVersion: apps/v1, kind: Deployment, metadata: {name: new, namespace: shop}, spec: {template: {spec: {containers: [{name: a}]}}}}\n---\n";
const KUSTOMIZATION = "resources: [web.yaml]\npatches: [{path: patch.yaml}]\n";
const PATCH = "{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {hostPID: true}}\n";

const PSP =
  "{apiVersion: policy/v1beta1, kind: PodSecurityPolicy, metadata: {name: a}, spec: {seLinux: {rule: RunAsAny}}}\n---\n";

/** The inputs of the table. */
const INPUTS = tree({
  "good.yaml": pod("good"),
  "calm.yaml": namespace("") + pod("good"),
  "bad.yaml": BAD,
  "broken.yaml": "a: [",
  "unknown.yaml": "{apiVersion: v1, kind: Pods, metadata: {name: x, namespace: shop}}\n",
  "invalid-labels.yaml": namespace(`${enforce}: strict`),
  "misspelt.yaml": pod("web", "hostPid: true,"),
  "namespace.yaml": namespace(""),
  "empty.yaml": "",
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "chart/templates/web.yaml": "kind: {{ .Values.kind }}\n",
  "overlay/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
  "overlay/patch.yaml": PATCH,
  "judged/kustomization.yaml": KUSTOMIZATION,
  "judged/web.yaml": pod("web"),
  "judged/patch.yaml": PATCH,
  "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "charts/web/templates/web.yaml": pod("web"),
  "charts/umbrella/Chart.yaml": "apiVersion: v2\nname: umbrella\nversion: 0.1.0\ndependencies: [{name: web}]\n",
  "overlays/prod/kustomization.yaml": "resources: [../../base]\npatches: [{path: patches/a.yaml}]\n",
  "overlays/prod/patches/a.yaml": PATCH,
  "repository/chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
  "repository/chart/templates/web.yaml": "kind: {{ .Values.kind }}\n",
  "repository/overlay/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
  "repository/overlay/patch.yaml": PATCH,
  "repository/good.yaml": pod("good"),
  "unlabelled.yaml": namespace("") + BAD,
  "enforced.yaml": namespace(`${enforce}: baseline`) + BAD,
  "invalid-twice.yaml": namespace(`${enforce}: x, pod-security.kubernetes.io/audit: strict`) + pod("good"),
  "half.yaml": `${namespace("")}${BAD}a: [\n`,
  "done.yaml": namespace(`${enforce}: restricted`),
  "template.yaml": namespace("") + DEPLOYMENT,
  "custom.yaml":
    namespace("") + pod("web") + DEPLOYMENT.replace("apps/v1, kind: Deployment", "example.com/v1, kind: Gadget"),
  "rollout.yaml":
    namespace("") + pod("web") + DEPLOYMENT.replace("apps/v1, kind: Deployment", "argoproj.io/v1alpha1, kind: Rollout"),
  "wrong-group.yaml": namespace("") + pod("web") + DEPLOYMENT.replace("apps/v1", "v1"),
  "config-map.yaml": "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}\n",
  "psp.yaml": PSP + namespace("") + pod("good"),
  "psp-broken.yaml": `${PSP}${namespace("")}${pod("good")}a: [\n`,
  "psp-type.yaml": PSP.replace("RunAsAny", "5") + namespace("") + pod("good"),
  "lost.yaml": `${namespace("")}${BAD}...\n${pod("lost")}`,
});

/** Adds the directory of the inputs to the words that name an input. */
function inInputs(word: string): string {
  return /^[\w/-]+\.yaml$|^(?:charts?|overlays?|judged|repository)(?:\/|$)/.test(word) ? `${INPUTS}/${word}` : word;
}

/** The rows of "Exit codes" in docs/usage.md, each with command lines that end with its code. */
const TABLE: readonly (readonly [row: string, code: number, commands: readonly string[]])[] = [
  ["nothing violates", 0, ["lint good.yaml", "audit -f calm.yaml", "dry-run -f calm.yaml -A --enforce baseline"]],
  ["violations of audit and warn alone do not count", 0, ["lint good.yaml", "lint --fail-on enforce good.yaml"]],
  ["--fail-on none counts no violation", 0, ["lint --fail-on none bad.yaml", "audit -f enforced.yaml --fail-on none"]],
  ["audit of a cluster that enforces nothing", 0, ["audit -f unlabelled.yaml"]],
  ["commands without a verdict", 0, ["explain", "explain privileged", "version", "--version", "completion bash"]],
  ["a chart or a kustomization in a searched directory is a note", 0, ["lint repository"]],
  ["a kustomization whose workloads are judged is a note", 0, ["lint judged", "lint judged/kustomization.yaml judged"]],
  ["a kustomize patch as a single file is a note", 0, ["lint overlay/patch.yaml", "lint overlays/prod/patches/a.yaml"]],
  ["a template of a chart beside a workload is a note", 0, ["lint good.yaml chart/templates/web.yaml"]],
  ["nothing to judge, and nothing left out", 0, ["lint config-map.yaml", "lint namespace.yaml"]],
  [
    "plan never ends with 1",
    0,
    ["plan -f enforced.yaml", "plan -f unlabelled.yaml", "plan -f done.yaml", "plan -f rollout.yaml"],
  ],
  ["violations that --fail-on counts", 1, ["lint bad.yaml", "lint --fail-on warn good.yaml", "audit -f enforced.yaml"]],
  [
    "violations that --level counts, which needs no labels",
    1,
    ["lint --level restricted good.yaml", "audit -f bad.yaml --level baseline"],
  ],
  ["nothing violates a level, which needs no labels", 0, ["audit -f good.yaml --level baseline"]],
  ["new violations of a dry run", 1, ["dry-run -f unlabelled.yaml -A --enforce baseline"]],
  [
    "a label change that the API server rejects",
    1,
    ["dry-run -f invalid-twice.yaml -A --enforce baseline --fail-on none"],
  ],
  ["a wrong command line", 2, ["lint", "lint --no-such good.yaml", "no-such", "dry-run -f good.yaml", "audit shop"]],
  ["a wrong configuration", 2, ["lint --admission-config bad.yaml good.yaml", "audit --kubeconfig no/such"]],
  ["a missing input", 2, ["lint no-such/file", "audit -f no-such/file", "lint --accept no-such/file good.yaml"]],
  [
    "an object that the API server cannot accept",
    2,
    ["lint unknown.yaml", "lint invalid-labels.yaml", "fix invalid-labels.yaml"],
  ],
  ["a note under --strict", 2, ["lint --strict misspelt.yaml", "lint --strict repository", "lint --strict chart"]],
  ["a topic of commas", 2, ["explain ,", "explain , -o json"]],
  ["an empty input", 2, ["lint empty.yaml", "lint -"]],
  ["--fail-on-empty without a workload", 2, ["lint --fail-on-empty namespace.yaml"]],
  ["an unreadable document", 3, ["lint broken.yaml", "audit -f half.yaml", "plan -f half.yaml"]],
  [
    "a PATH that is only a chart or a kustomization",
    3,
    [
      "lint chart",
      "lint overlay",
      "lint overlay good.yaml",
      "lint overlay/kustomization.yaml",
      "lint good.yaml overlay/kustomization.yaml",
      "lint chart/Chart.yaml",
      "lint good.yaml chart/Chart.yaml",
    ],
  ],
  [
    "a chart or a kustomization below a searched directory, where nothing else is judged",
    3,
    ["lint charts", "lint overlays", "lint overlays/prod/patches", "lint config-map.yaml overlays"],
  ],
  [
    "a template of a chart, where nothing else is judged",
    3,
    ["lint chart/templates/web.yaml", "lint overlay/patch.yaml chart/templates/web.yaml"],
  ],
  [
    "a dump without the Namespace of a workload",
    3,
    [
      "audit -f good.yaml",
      "audit -f bad.yaml --strict",
      "dry-run -f bad.yaml -A --enforce baseline",
      "plan -f good.yaml",
    ],
  ],
  ["a lost document of a plan", 3, ["plan -f lost.yaml"]],
  ["a plan in which enforce is not raised for something unknown", 3, ["plan -f template.yaml", "plan -f custom.yaml"]],
  ["no plan is possible", 3, ["plan -f bad.yaml", "plan -f broken.yaml", "plan -f config-map.yaml"]],
  ["an object of a plan that no API server accepts", 2, ["plan -f wrong-group.yaml", "plan -f unknown.yaml"]],
  ["a wrong command line of a plan", 2, ["plan shop", "plan --step 5", "plan --keep-privileged= -f enforced.yaml"]],
  ["a migration from PodSecurityPolicy", 0, ["from-psp -f psp.yaml", "from-psp -f psp.yaml -o json"]],
  ["a PodSecurityPolicy among manifests is a note", 0, ["lint psp.yaml", "lint --strict psp.yaml"]],
  [
    "a migration without a PodSecurityPolicy",
    2,
    ["from-psp -f calm.yaml", "from-psp shop", "from-psp -o yaml -f psp.yaml"],
  ],
  ["an object of a migration that no API server accepts", 2, ["from-psp -f psp.yaml unknown.yaml"]],
  ["a migration that is not complete", 3, ["from-psp -f psp-broken.yaml", "from-psp -f psp-type.yaml"]],
  ["3 beats 1", 3, ["lint broken.yaml bad.yaml", "lint chart bad.yaml"]],
  ["2 beats 1", 2, ["lint unknown.yaml bad.yaml"]],
  ["2 beats 3 beats 1", 2, ["lint unknown.yaml broken.yaml bad.yaml", "plan -f unknown.yaml broken.yaml bad.yaml"]],
];

describe("a history:", () => {
  const LOG = "test/fixtures/history/audit.log";
  const NAMESPACES = ["--namespaces", "test/fixtures/history/namespaces.yaml"];
  for (const [name, code, args] of [
    ["violations that --fail-on counts", 1, ["--fail-on", "any", LOG]],
    ["violations without --fail-on", 0, [LOG]],
    ["3 beats 1", 3, ["--fail-on", "any", LOG, "package.json"]],
  ] as const) {
    it(`${code}, ${name}`, async () => {
      const result = await runCli(["history", ...NAMESPACES, ...args]);
      assert.equal(result.code, code, result.stdout + result.stderr);
    });
  }
});

describe("the table of exit codes", () => {
  for (const [row, code, commands] of TABLE) {
    for (const command of commands) {
      it(`${code}, ${row}: ${command}`, async () => {
        const result = await runCli(command.split(" ").map(inInputs), { stdin: "" });
        assert.equal(result.code, code, result.stdout + result.stderr);
      });
    }
  }
});
