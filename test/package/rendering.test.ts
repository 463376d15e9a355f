/** `lint --render`, `-k` and piped output with Helm 3, Helm 4, kustomize and kubectl. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runCli, type CliResult } from "../cli/run-cli.ts";
import { tree } from "../sources/tree.ts";
import { buildPrograms, pathOf } from "./programs.ts";

interface Place {
  readonly file: string;
  readonly line: number;
  readonly rendered?: { readonly line: number; readonly values: readonly string[] };
}
interface Workload {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly source: Place;
  readonly results: readonly {
    readonly violations: readonly {
      readonly fields: readonly { readonly path: string; readonly renderedLine?: number; readonly line?: number }[];
    }[];
  }[];
}
interface LintReport {
  readonly namespaces: readonly { readonly workloads: readonly Workload[] }[];
  readonly notes: readonly { readonly code: string; readonly message: string }[];
  readonly unreadable: readonly (Place & { readonly message: string })[];
  readonly summary: { readonly workloads: number };
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: NAME}
spec:
  hostNetwork: true
  containers: [{name: a, image: a}]
`;
const pod = (name: string): string => POD.replace("NAME", name);
const chart = (name: string, rest = ""): string => `apiVersion: v2\nname: ${name}\nversion: 0.1.0\n${rest}`;

/** A chart with a subchart, the place of a packed subchart, a helper, and templates with several objects. */
const FILES = {
  "charts/shop-web/Chart.yaml": chart(
    "web",
    "dependencies: [{name: db, version: 0.1.0}, {name: library, version: 0.1.0}]\n",
  ),
  "charts/shop-web/values.yaml": "image: a\nprivileged: true\nhostPort: 0\n",
  "charts/shop-web/templates/_helpers.tpl": '{{ define "web.name" }}{{ .Release.Name }}-web{{ end }}\n',
  "charts/shop-web/templates/web.yaml": `{{/* A comment that is not in the output. */}}
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ include "web.name" . }}, namespace: {{ .Release.Namespace }}}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
        - name: web
          image: {{ .Values.image }}
          securityContext:
            privileged: {{ .Values.privileged }}
---
${pod('{{ include "web.name" . }}-second')}`,
  "charts/shop-web/templates/deep/job.yaml": `{{- if .Capabilities.APIVersions.Has "example.org/v1" }}
${pod("with-{{ .Capabilities.KubeVersion.Minor }}")}{{- end }}
`,
  "charts/shop-web/templates/NOTES.txt": "kind: Pod\n",
  "charts/shop-web/charts/db/Chart.yaml": chart("db"),
  "charts/shop-web/charts/db/templates/db.yaml": pod("{{ .Release.Name }}-db"),
  "charts/shop-web/charts/library/Chart.yaml": chart("library", "type: library\n"),
  "prod.yaml": "privileged: false\n",
  "more.yaml": "image: b\n",
  "base/kustomization.yaml": "resources: [pod.yaml]\n",
  "base/pod.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: base}\nspec: {containers: [{name: a, image: a}]}\n",
  "overlays/prod/kustomization.yaml": "namespace: prod\nresources: [../../base]\npatches: [{path: patch.yaml}]\n",
  "overlays/prod/patch.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: base}\nspec: {hostPID: true}\n",
};

const programs = await buildPrograms();
const before_ = process.cwd();

function report({ stdout, stderr }: CliResult): LintReport {
  assert.ok(stdout !== "", stderr);
  return JSON.parse(stdout) as LintReport;
}

function workloadsOf({ namespaces }: LintReport): readonly Workload[] {
  return namespaces.flatMap(({ workloads }) => workloads);
}

/** The objects in the output of a tool: their names, their templates, and the first line of each. */
function objectsIn(output: string): readonly (readonly [name: string, template: string, line: number])[] {
  const lines = output.split("\n");
  return lines.flatMap((line, index) => {
    const name = /^metadata: \{name: ([^,}]+)/.exec(line)?.[1];
    if (name === undefined) return [];
    const start = lines.lastIndexOf("---", index);
    const template = /^# Source: (.*)$/.exec(lines[start + 1] ?? "")?.[1] ?? "";
    const first = lines.findIndex((each, at) => at > start && each.startsWith("apiVersion"));
    return [[name, template, first + 1] as const];
  });
}

for (const version of ["helm3", "helm4"] as const) {
  describe(`with ${version}`, { skip: programs === undefined }, () => {
    const helm = programs?.[version] ?? "";
    const env = { PATH: pathOf({ helm }), HOME: tree({ ".keep": "" }) };
    const directory = tree(FILES);
    before(() => process.chdir(directory));
    after(() => process.chdir(before_));
    const template = (...args: readonly string[]): string =>
      execFileSync(helm, ["template", ...args], { encoding: "utf8", env, stdio: ["ignore", "pipe", "pipe"] });
    const lint = async (...args: readonly string[]): Promise<CliResult> => await runCli(["lint", ...args], { env });
    const lintJson = async (...args: readonly string[]): Promise<LintReport> =>
      report(await lint("-o", "json", ...args));
    const fileOf = (name: string): string => name.replace(/^web\//, "charts/shop-web/");

    it("each result has its template, and its line in the output of Helm", async () => {
      const workloads = workloadsOf(await lintJson("--render", "charts"));
      const objects = objectsIn(template("charts/shop-web"));
      assert.equal(objects.length, 3);
      for (const [name, templateName, line] of objects) {
        const found = workloads.find((workload) => workload.name === name);
        const source = {
          file: fileOf(templateName),
          document: found?.source && "document" in found.source ? found.source.document : 0,
          line: 1,
          rendered: { line, values: [] },
        };
        assert.deepEqual(found?.source, source, name);
        assert.ok(existsSync(source.file), source.file);
      }
      assert.equal(workloads.length, objects.length);
    });

    it("each field has its line in the output of Helm, and no line in the template", async () => {
      const lines = template("charts/shop-web").split("\n");
      const web = workloadsOf(await lintJson("--render", "charts")).find(({ kind }) => kind === "Deployment");
      const fields = (web?.results ?? []).flatMap(({ violations }) =>
        violations.flatMap((violation) => violation.fields),
      );
      const privileged = fields.filter(({ path }) => path.endsWith(".privileged"));
      assert.ok(privileged.length > 0);
      for (const { renderedLine = 0, line } of privileged) {
        assert.match(lines[renderedLine - 1] ?? "", /^ +privileged: true$/);
        assert.equal(line, undefined);
      }
    });

    it("piped output has the same templates and lines", async () => {
      const rendered = workloadsOf(await lintJson("--render", "charts"));
      process.chdir("charts/shop-web");
      const piped = await runCli(["lint", "-o", "json", "-"], { env, stdin: template(".") });
      process.chdir("../..");
      const sources = (all: readonly Workload[]): readonly unknown[] =>
        all.map(({ name, source: { file, line, rendered: place } }) => [name, file, line, place]);
      const expected = rendered.map((workload) => ({
        ...workload,
        source: { ...workload.source, file: workload.source.file.replace("charts/shop-web/", "") },
      }));
      assert.deepEqual(sources(workloadsOf(report(piped))), sources(expected));
    });

    it("SARIF and GitHub's annotations name the template", async () => {
      const sarif = JSON.parse((await lint("--render", "-o", "sarif", "charts")).stdout) as {
        readonly runs: readonly {
          readonly results: readonly {
            readonly locations: readonly {
              readonly physicalLocation: {
                readonly artifactLocation: { readonly uri: string };
                readonly region: { readonly startLine: number };
              };
            }[];
          }[];
        }[];
      };
      const places = sarif.runs.flatMap(({ results }) =>
        results.flatMap(({ locations }) =>
          locations.map(
            ({ physicalLocation: { artifactLocation, region } }) => `${artifactLocation.uri}:${region.startLine}`,
          ),
        ),
      );
      assert.deepEqual([...new Set(places)].toSorted(), [
        "charts/shop-web/charts/db/templates/db.yaml:1",
        "charts/shop-web/templates/web.yaml:1",
      ]);
      const { stdout } = await lint("--render", "-o", "github", "charts");
      const files = [...stdout.matchAll(/^::error file=([^,]+),line=(\d+)/gm)].map(
        ([, file, line]) => `${file}:${line}`,
      );
      assert.deepEqual([...new Set(files)].toSorted(), [...new Set(places)].toSorted());
    });

    it("several sets of values render several times, and equal objects count once", async () => {
      const json = await lintJson(
        "--render",
        "--values",
        "prod.yaml",
        "--values",
        "charts/shop-web/values.yaml,more.yaml",
        "charts",
      );
      const values = workloadsOf(json).map(({ kind, source }) => [kind, source.rendered?.values ?? []]);
      assert.deepEqual(values.toSorted(), [
        ["Deployment", ["charts/shop-web/values.yaml", "more.yaml"]],
        ["Deployment", ["prod.yaml"]],
        ["Pod", ["prod.yaml"]],
        ["Pod", ["prod.yaml"]],
      ]);
      const { stdout } = await lint("--render", "--values", "prod.yaml", "--values", "more.yaml", "charts");
      assert.match(
        stdout,
        /Deployment\/release-name-web {2}charts\/shop-web\/templates\/web\.yaml \(rendered with more\.yaml, line \d+\)/,
      );
    });

    it("the options reach Helm", async () => {
      const options = [
        "--release-name",
        "r",
        "-n",
        "shop",
        "--set",
        "privileged=false",
        "--set-string",
        "image=b",
        "--kube-version",
        "v1.31",
        "--api-versions",
        "example.org/v1",
      ];
      const workloads = workloadsOf(await lintJson("--render", ...options, "charts"));
      assert.deepEqual(workloads.map(({ kind, namespace, name }) => `${namespace}/${kind}/${name}`).toSorted(), [
        "shop/Deployment/r-web",
        "shop/Pod/r-db",
        "shop/Pod/r-web-second",
        "shop/Pod/with-31",
      ]);
      const job = workloads.find(({ name }) => name === "with-31");
      assert.equal(job?.source.file, "charts/shop-web/templates/deep/job.yaml");
      const web = workloads.find(({ name }) => name === "r-web");
      assert.ok(!JSON.stringify(web).includes('container \\"web\\" must not set securityContext.privileged'));
    });

    it("a failing chart is an error with Helm's message, without values, and the others are judged", async () => {
      const broken = tree({
        "bad/Chart.yaml": chart("bad"),
        "bad/templates/a.yaml": '{{ fail (printf "no %s here" .Values.password) }}\n',
        "good/Chart.yaml": chart("good"),
        "good/templates/a.yaml": pod("good"),
      });
      const { code, stdout } = await lint("--render", "--set", "password=hunter22", "-o", "json", broken);
      const json = JSON.parse(stdout) as LintReport;
      assert.equal(code, 3);
      assert.deepEqual(
        workloadsOf(json).map(({ name }) => name),
        ["good"],
      );
      const [{ file, message } = { file: "", message: "" }, ...others] = json.unreadable;
      assert.deepEqual([file, others], [join(broken, "bad", "Chart.yaml"), []]);
      assert.match(
        message,
        /^not judged: helm template \S+ failed with exit code 1: .*bad\/templates\/a\.yaml:1.*no … here/,
      );
    });

    it("a chart that renders nothing is a note if there are others, and an error if it is the only one", async () => {
      const empty = tree({
        "none/Chart.yaml": chart("none"),
        "none/templates/a.yaml": "{{ if .Values.enabled }}a: b{{ end }}\n",
        "pod.yaml": pod("a"),
      });
      const beside = await lintJson("--render", empty);
      assert.ok(beside.notes.some(({ code, message }) => code === "empty-file" && message === "renders no objects"));
      const { code, stderr } = await lint("--render", join(empty, "none"));
      assert.equal(code, 2);
      assert.match(stderr, /Chart\.yaml renders no objects/);
    });

    it("a broken plugin of the user is not loaded", async () => {
      const plugins = tree({ "broken/plugin.yaml": "name: [\n" });
      const { code, stderr } = await runCli(["lint", "--render", "charts"], { env: { ...env, HELM_PLUGINS: plugins } });
      assert.equal(code, 1, stderr);
    });
  });
}

/** A PATH on which each program only writes a mark. */
function marking(): { readonly env: Readonly<Record<string, string>>; readonly hasRun: () => boolean } {
  const directory = tree({ ".keep": "" });
  const mark = join(directory, "mark");
  const script = join(directory, "program");
  writeFileSync(script, `#!/bin/sh\necho ran >> '${mark}'\n`, { mode: 0o755 });
  return {
    env: { PATH: pathOf({ helm: script, kubectl: script, kustomize: script }) },
    hasRun: () => existsSync(mark),
  };
}

describe("kustomizations that need a download, or a flag of kustomize", () => {
  const directory = tree({
    "web/Chart.yaml": chart("web", "dependencies: [{name: db, version: 1.0.0, repository: 'https://example.org'}]\n"),
    "web/templates/a.yaml": pod("a"),
    "shop/Chart.yaml": chart(
      "shop",
      "dependencies: [{name: queue, version: 1.0.0, repository: 'https://example.org'}]\n",
    ),
    "shop/charts/cache/Chart.yaml": chart(
      "cache",
      "dependencies: [{name: b, version: 1.0.0, repository: 'https://example.org'}]\n",
    ),
    "shop/charts/db/Chart.yaml": chart(
      "db",
      "dependencies: [{name: a, version: 1.0.0, repository: 'https://example.org'}]\n",
    ),
    "prod/kustomization.yaml": "resources: [../middle]\n",
    "middle/kustomization.yaml": "resources: ['https://example.org/base?ref=v1']\n",
    "outside/kustomization.yaml": "resources: [pod.yaml]\npatches: [{path: ../patch.yaml}]\n",
    "outside/pod.yaml": pod("a"),
    "patch.yaml": pod("a"),
    "charts/kustomization.yaml": "helmCharts: [{name: web, repo: 'https://example.org'}]\n",
  });
  before(() => process.chdir(directory));
  after(() => process.chdir(before_));

  for (const [args, message] of [
    [
      ["--render", "web"],
      /^not judged: web is a Helm chart without its dependencies in charts\/: db\. .*: helm dependency build web && kubectl pss lint --render web$/,
    ],
    [
      ["--render", "shop"],
      /^not judged: shop is a Helm chart without all dependencies in charts\/: shop lacks queue, and shop\/charts\/cache lacks b, and shop\/charts\/db lacks a\. .*: helm dependency build shop\/charts\/db && helm dependency build shop\/charts\/cache && helm dependency build shop && kubectl pss lint --render shop$/,
    ],
    [
      ["--render", "prod"],
      /^not judged: prod, by middle, is a kustomization .*: resources: https:\/\/example\.org\/base\. .*kustomize build prod \|/,
    ],
    [
      ["-k", "outside"],
      /^not judged: outside is a kustomization with files from outside of its directory: \.\.\/patch\.yaml\. .*kustomize build --load-restrictor LoadRestrictionsNone outside \|/,
    ],
    [
      ["-k", "charts"],
      /^not judged: charts is a kustomization .*: helmCharts\. .*kustomize build --enable-helm charts \|/,
    ],
  ] as const) {
    it(`${args.join(" ")} is rejected by name, and no program runs`, async () => {
      const { env, hasRun } = marking();
      const { code, stdout } = await runCli(["lint", "-o", "json", ...args], { env });
      assert.equal(code, 3);
      const { unreadable } = JSON.parse(stdout) as LintReport;
      assert.equal(unreadable.length, 1);
      assert.match(unreadable[0]?.message ?? "", message);
      assert.ok(!hasRun());
    });
  }
});

for (const name of ["kubectl", "kustomize"] as const) {
  const program = programs?.[name];
  describe(`with ${name}`, { skip: program === undefined }, () => {
    const directory = tree(FILES);
    const env = {
      PATH: pathOf({ [name]: program }),
      HOME: tree({ ".keep": "" }),
    };
    before(() => process.chdir(directory));
    after(() => process.chdir(before_));

    it("an overlay is judged with its patches, and its files are not judged again", async () => {
      for (const args of [
        ["-k", "overlays/prod"],
        ["--render", "overlays"],
      ]) {
        const json = report(await runCli(["lint", "-o", "json", ...args], { env }));
        const found = workloadsOf(json).map(({ namespace, name: pod_, source: { file, line, rendered } }) => [
          namespace,
          pod_,
          file,
          line,
          rendered?.line,
        ]);
        assert.deepEqual(found, [["prod", "base", "overlays/prod/kustomization.yaml", 1, 1]], args.join(" "));
      }
    });

    it("inputs besides the directory of -k are read as usual", async () => {
      const namespaces = tree({
        "ns.yaml":
          "apiVersion: v1\nkind: Namespace\nmetadata: {name: prod, labels: {pod-security.kubernetes.io/enforce: privileged}}\n",
      });
      const { code, stdout } = await runCli(["lint", "-k", "overlays/prod", namespaces], { env });
      assert.equal(code, 0, stdout);
      assert.match(stdout, /No violations in 1 workload/);
    });

    it("a failing kustomization is an error with the tool's message", async () => {
      const broken = tree({
        "kustomization.yaml": "resources: [pod.yaml]\npatches: [{path: gone.yaml}]\n",
        "pod.yaml": readFileSync("base/pod.yaml", "utf8"),
      });
      const { code, stdout } = await runCli(["lint", "-o", "json", "-k", broken], { env });
      assert.equal(code, 3);
      const [{ message } = { message: "" }] = (JSON.parse(stdout) as LintReport).unreadable;
      assert.match(
        message,
        new RegExp(
          `^not judged: ${name === "kubectl" ? "kubectl kustomize" : "kustomize build"} \\S+ failed with exit code 1: .*gone\\.yaml`,
        ),
      );
    });

    it("plugins stay off", async () => {
      const plugin = tree({
        "kustomization.yaml": "generators: [generator.yaml]\n",
        "generator.yaml":
          "apiVersion: example.org/v1\nkind: Evil\nmetadata: {name: a, annotations: {config.kubernetes.io/function: 'exec: {path: ./evil.sh}'}}\n",
        "evil.sh": "#!/bin/sh\ntouch ran\n",
      });
      const { code } = await runCli(["lint", "-k", plugin], { env });
      assert.equal(code, 3);
      assert.ok(!existsSync(join(plugin, "ran")));
    });
  });
}
