import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { test } from "node:test";
import { discoverManifests } from "../../../src/sources/files/discover.ts";
import { readManifests } from "../../../src/sources/files/manifests.ts";
import { tree } from "../tree.ts";

const CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n";
const TEMPLATE = "{{- if .Values.web }}\na: {\n{{- end }}\n";
const POD =
  '{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": [{"image": "a"}]}}\n';
const PATCH = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {template: {spec: {hostPID: true}}}\n";
const JSON_PATCH = "- {op: add, path: /metadata/labels/a, value: b}\n";
const CHART_NOTE = "is a Helm chart: render it to judge its templates: kubectl pss lint --render";
const noteOn = (leftOut: string): string => `is a kustomization: its ${leftOut}; build it to judge all of it:`;
const NOTE = noteOn("patches are not applied");
const CHARTS_NOTE = noteOn("Helm charts are not judged");
const COMPONENT_NOTE =
  "is a kustomize component: its patches are not applied; build a kustomization that uses it to judge all of it:";
/** The commands that lint a kustomization: `-k` rejects a kustomization that needs a flag of kustomize. */
const built = (words: string): string =>
  words.startsWith("--")
    ? `kustomize build ${words} | kubectl pss lint -, or kubectl kustomize ${words} | kubectl pss lint -`
    : `kubectl pss lint -k ${words}`;
const HINT = "; this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`";
const NO_KIND = "not a Kubernetes object: it has an apiVersion and no kind; skipped";
const NEITHER = "not a Kubernetes object: it has no apiVersion and kind; skipped";

/** The items of some arguments below a directory, a line each; without arguments, of the whole directory. */
function read(directory: string, ...args: readonly string[]): string[] {
  const paths = (args.length === 0 ? [""] : args).map((arg) => join(directory, arg));
  return [...readManifests(discoverManifests(paths), { text: "" })].map((item) => {
    if (item.type === "other" || item.type === "rejection" || item.type === "managed-namespace") return item.type;
    if (item.type === "file") return `file ${relative(directory, item.file)}`;
    const file = relative(directory, item.source?.file ?? directory);
    if (item.type === "workload" || item.type === "namespace") return `${item.type} ${file}`;
    const message = item.message.replaceAll(`${directory}/`, "").replaceAll(directory, ".");
    return `${item.type === "remark" ? `${item.severity} ${item.code}` : item.type} ${file}: ${message}`;
  });
}

interface Case {
  readonly files: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  readonly lines: readonly string[];
}

const CASES: Readonly<Record<string, Case>> = {
  "a chart: one remark, and its templates are not opened": {
    files: {
      "web/Chart.yaml": CHART,
      "web/templates/a.yaml": TEMPLATE,
      "web/templates/b.yaml": POD,
      "web/charts/redis/Chart.yaml": CHART,
      "web/charts/redis/templates/a.yaml": TEMPLATE,
      "web/values.yaml": "a: 1\n",
      "pod.yaml": POD,
    },
    lines: [
      "file pod.yaml",
      "workload pod.yaml",
      "file web/Chart.yaml",
      `warning helm-chart web/Chart.yaml: web ${CHART_NOTE} web`,
      "file web/charts/redis/Chart.yaml",
      "file web/values.yaml",
      `info not-an-object web/values.yaml: ${NEITHER}`,
    ],
  },
  "a template that is named itself": {
    files: { "Chart.yaml": CHART, "templates/a.yaml": TEMPLATE },
    args: ["templates/a.yaml"],
    lines: [`warning helm-chart Chart.yaml: . ${CHART_NOTE} .`],
  },
  "the file of a chart that is named itself, also of one without templates": {
    files: { "web/Chart.yaml": `${CHART}dependencies: [{name: redis}]\n`, "web/values.yaml": "a: 1\n" },
    args: ["web/Chart.yaml"],
    lines: ["file web/Chart.yaml", `warning helm-chart web/Chart.yaml: web ${CHART_NOTE} web`],
  },
  "the file of a subchart that is named itself": {
    files: { "web/Chart.yaml": CHART, "web/charts/redis/Chart.yaml": CHART },
    args: ["web/charts/redis/Chart.yaml"],
    lines: ["file web/charts/redis/Chart.yaml", `warning helm-chart web/Chart.yaml: web ${CHART_NOTE} web`],
  },
  "a file with the name of a chart's that is no chart": {
    files: { "a/Chart.yaml": POD, "b/Chart.yaml": "apiVersion: v7\nname: b\n" },
    lines: [
      "file a/Chart.yaml",
      "workload a/Chart.yaml",
      "file b/Chart.yaml",
      `info not-an-object b/Chart.yaml: ${NO_KIND}`,
    ],
  },
  "charts side by side": {
    files: {
      "a/Chart.yaml": CHART,
      "a/templates/x.yaml": TEMPLATE,
      "b/Chart.yaml": CHART,
      "b/templates/x.yaml": TEMPLATE,
      "b/templates/y.yaml": TEMPLATE,
    },
    args: ["a/templates", "b/templates"],
    lines: [`warning helm-chart a/Chart.yaml: a ${CHART_NOTE} a`, `warning helm-chart b/Chart.yaml: b ${CHART_NOTE} b`],
  },
  "a file that a chart hands to its templates": {
    files: { "Chart.yaml": CHART, "templates/x.txt": "", "files/a.yaml": TEMPLATE, "files/b.yaml": POD },
    args: ["files"],
    lines: [
      "file files/a.yaml",
      `warning helm-chart Chart.yaml: . ${CHART_NOTE} .`,
      "file files/b.yaml",
      "workload files/b.yaml",
    ],
  },
  "a custom resource definition of a chart, which Helm does not render": {
    files: { "Chart.yaml": CHART, "templates/x.txt": "", "crds/a.yaml": TEMPLATE },
    args: ["crds"],
    lines: ["file crds/a.yaml", `unreadable crds/a.yaml: not valid JSON: expected property name or '}'${HINT}`],
  },
  "a faulty file of a chart that is no template": {
    files: { "Chart.yaml": CHART, "templates/x.txt": "", "values.yaml": "a: [\n" },
    args: ["values.yaml"],
    lines: ["file values.yaml", "unreadable values.yaml: not valid YAML: found the end before a closing ] or }"],
  },
  "a template of an unknown tool": {
    files: { "templates/a.yaml": "{% if x %}\na: b\n" },
    lines: [
      "file templates/a.yaml",
      `unreadable templates/a.yaml: not valid JSON: expected property name or '}'${HINT}`,
    ],
  },
  "a kustomization without patches: everything unchanged": {
    files: { "kustomization.yaml": "resources: [pod.yaml]\n", "pod.yaml": POD },
    lines: ["file kustomization.yaml", "other", "file pod.yaml", "workload pod.yaml"],
  },
  "a kustomization that patches: one remark, and its patches are not opened": {
    files: {
      "app/a-patch.yaml": PATCH,
      "app/kustomization.yaml": "patches: [{path: a-patch.yaml}, {path: patches/json.yaml}]\n",
      "app/patches/json.yaml": JSON_PATCH,
      "app/pod.yaml": POD,
    },
    lines: [
      `warning kustomization app/kustomization.yaml: app ${NOTE} ${built("app")}`,
      "file app/kustomization.yaml",
      "other",
      "file app/pod.yaml",
      "workload app/pod.yaml",
    ],
  },
  "a kustomization whose patches are all written in it": {
    files: { "kustomization.yaml": "patches:\n- patch: |-\n    [{op: remove, path: /a}]\n" },
    lines: ["file kustomization.yaml", "other", `warning kustomization kustomization.yaml: . ${NOTE} ${built(".")}`],
  },
  "a kustomization in a file without an extension": {
    files: { "a/Kustomization": "patches: [{patch: x}]\n", "a/pod.yaml": POD, "b.yaml": POD },
    lines: [
      `warning kustomization a/Kustomization: a ${NOTE} ${built("a")}`,
      "file a/pod.yaml",
      "workload a/pod.yaml",
      "file b.yaml",
      "workload b.yaml",
    ],
  },
  "a kustomization that renders a chart": {
    files: { "kustomization.yaml": "helmCharts: [{name: redis}]\n" },
    lines: [
      "file kustomization.yaml",
      "other",
      `warning kustomization kustomization.yaml: . ${CHARTS_NOTE} ${built("--enable-helm .")}`,
    ],
  },
  "a component, and the kustomization that names it": {
    files: {
      "components/tls/kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]\n",
      "components/tls/p.yaml": PATCH,
      "prod/kustomization.yaml": "components: [../components/tls]\n",
    },
    lines: [
      "file components/tls/kustomization.yaml",
      "other",
      `warning kustomization components/tls/kustomization.yaml: components/tls ${COMPONENT_NOTE} ${built("prod")}`,
      "file prod/kustomization.yaml",
      "other",
      `warning kustomization prod/kustomization.yaml: prod ${noteOn("components are not applied")} ${built("prod")}`,
    ],
  },
  "a component alone": {
    files: { "kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]\n" },
    lines: [
      "file kustomization.yaml",
      "other",
      `warning kustomization kustomization.yaml: . ${COMPONENT_NOTE} ${built("DIR")}`,
    ],
  },
  "a patch that is named itself": {
    files: { "kustomization.yaml": "patches: [{path: a/p.yaml}]\n", "a/p.yaml": PATCH },
    args: ["a/p.yaml"],
    lines: ["file a/p.yaml", `warning kustomization kustomization.yaml: . ${NOTE} ${built(".")}`],
  },
  "a JSON patch that is named itself": {
    files: { "kustomization.yaml": "patches: [{path: p.yaml}]\n", "p.yaml": JSON_PATCH },
    args: ["p.yaml"],
    lines: ["file p.yaml", `warning kustomization kustomization.yaml: . ${NOTE} ${built(".")}`],
  },
  "a file that looks like a patch, and that no kustomization names, is judged": {
    files: { "kustomization.yaml": "patches: [{path: other.yaml}]\n", "p.yaml": PATCH },
    args: ["p.yaml"],
    lines: [
      "file p.yaml",
      "workload p.yaml",
      "warning no-containers p.yaml: has no containers, so the API server would reject it (spec.template.spec.containers: Required value)",
    ],
  },
  "a JSON patch that no kustomization names": {
    files: { "p.yaml": JSON_PATCH },
    lines: [
      "file p.yaml",
      "info not-an-object p.yaml: not a Kubernetes object but a JSON patch: lint the output of kustomize: kubectl pss lint -k DIR",
    ],
  },
  "a kustomization that cannot be read": {
    files: { "kustomization.yaml": "patches: [\n", "pod.yaml": POD },
    lines: [
      "file kustomization.yaml",
      "unreadable kustomization.yaml: not valid YAML: found the end before a closing ] or }",
      "file pod.yaml",
      "workload pod.yaml",
    ],
  },
  "directories whose names a shell or a tool would take for something else": {
    files: {
      "-k/kustomization.yaml": "patches: [{path: p.yaml}]\n",
      "-k/p.yaml": PATCH,
      "$(a) b/kustomization.yaml": "helmCharts: [{name: a}]\n",
    },
    lines: [
      "file $(a) b/kustomization.yaml",
      "other",
      `warning kustomization $(a) b/kustomization.yaml: $(a) b ${CHARTS_NOTE} ${built("--enable-helm '$(a) b'")}`,
      "file -k/kustomization.yaml",
      "other",
      `warning kustomization -k/kustomization.yaml: -k ${NOTE} ${built("-k")}`,
    ],
  },
  "Flux's Kustomization is an object like any other": {
    files: { "kustomization.yaml": "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\n" },
    lines: ["file kustomization.yaml", "other"],
  },
};

for (const [name, { files, args = [], lines }] of Object.entries(CASES)) {
  test(name, () => {
    assert.deepEqual(read(tree(files), ...args), lines);
  });
}

test("a message has the path of the argument: relative or absolute", () => {
  const directory = tree({ "my chart/Chart.yaml": CHART, "my chart/templates/a.yaml": TEMPLATE });
  const before = process.cwd();
  /** The first remark on a file, with the path of the argument in a directory. */
  const messageIn = (where: string, path: string): string | undefined => {
    process.chdir(join(directory, where));
    const [item] = readManifests([{ type: "file", path }], { text: "" });
    return item?.type === "remark" ? `${item.source?.file}: ${item.message}` : undefined;
  };
  try {
    const told = (chart: string, word: string): string => `${chart}/Chart.yaml: ${chart} ${CHART_NOTE} ${word}`;
    assert.equal(messageIn(".", "my chart/templates/a.yaml"), told("my chart", "'my chart'"));
    assert.equal(messageIn("my chart/templates", "a.yaml"), told("..", ".."));
    const whole = join(directory, "my chart");
    assert.equal(messageIn(".", join(whole, "templates/a.yaml")), told(whole, `'${whole}'`));
    assert.equal(messageIn("my chart", "templates/a.yaml"), `Chart.yaml: . ${CHART_NOTE} .`);
  } finally {
    process.chdir(before);
  }
});

test("a second document in the file of a kustomization is lost, as in kustomize", () => {
  const pod = "apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, image: b}]}\n";
  const directory = tree({ "kustomization.yaml": `resources: [a.yaml]\n---\n${pod}`, "a.yaml": pod });
  assert.deepEqual(read(directory), [
    "file a.yaml",
    "workload a.yaml",
    "file kustomization.yaml",
    "other",
    "warning lost-document kustomization.yaml: kustomize reads only the first document of this file, so this one is lost; move it to a file of its own",
  ]);
});
