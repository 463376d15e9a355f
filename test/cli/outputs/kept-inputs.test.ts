/** No report replaces a file that the run reads, whatever names that file. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { clusterFiles } from "../../../src/app/inputs/cluster-files.ts";
import { openReportFiles } from "../../../src/cli/output/report-files.ts";
import { runCli } from "../run-cli.ts";

const POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: web, image: web}]}\n";
const EVENT = readFileSync("test/fixtures/history/audit.log", "utf8");
const MACHINE = "version: v1alpha1\nmachine: {type: controlplane}\ncluster: {}\n";
const NAMESPACES = readFileSync("test/fixtures/history/namespaces.yaml", "utf8");
const FILES: Readonly<Record<string, string>> = {
  "k8s/pod.yaml": POD,
  "settings/.kubectl-pss.yaml":
    "admissionConfig: admission.conf\nrender: {values: [[base.values, prod.values]]}\nexclude: [none.yaml]\n",
  "settings/admission.conf": MACHINE,
  "settings/base.values": "a: 1\n",
  "settings/prod.values": "a: 2\n",
  "accepted.list": "[]\n",
  "values.txt": "a: 1\n",
  "chart/Chart.yaml": "apiVersion: v2\nname: web\nversion: 1.0.0\n",
  "chart/values.yaml": "a: 1\n",
  "chart/.helmignore": "*.md\n",
  "chart/templates/pod.yaml": "{{ .Values.a }}\n",
  "chart/templates/NOTES.txt": "Thanks.\n",
  "chart/conf/server.conf": "{{ .Files.Get }} can read it\n",
  "chart/page.html": "<!doctype html>\n<title>kubectl pss</title>\n",
  "chart/charts/db/values.yaml": "b: 1\n",
  "base/pod.yaml": POD,
  "overlay/kustomization.yaml": "resources: [../base/pod.yaml]\nconfigMapGenerator: [{name: a, files: [a.txt]}]\n",
  "overlay/a.txt": "a\n",
  "logs/audit.log": EVENT,
  "logs/other.txt": "no event\n",
  "namespaces.txt": NAMESPACES,
  "kube.config":
    "users: [{name: me, user: {client-certificate: me.crt, client-key: me.key, tokenFile: me.token}}]\n" +
    "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1', certificate-authority: ca.crt}}]\n" +
    "contexts: [{name: c, context: {cluster: c, user: me}}]\ncurrent-context: c\n",
  "ca.crt": "ca\n",
  "me.crt": "me\n",
  "me.key": "me\n",
  "me.token": "me\n",
  "dump.txt": POD,
  "bin/helm": "#!/bin/sh\necho '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: []}}'\n",
  "bin/kubectl": "#!/bin/sh\necho '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {containers: []}}'\n",
};

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-kept-"));
const at = (name: string): string => join(root, name);
beforeEach(() => {
  rmSync(root, { recursive: true });
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), text, { mode: name.startsWith("bin/") ? 0o755 : 0o644 });
  }
});
after(() => rmSync(root, { recursive: true }));

const run = (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  runCli(args, { env: { PATH: at("bin"), HOME: at(""), ...env } });

const configured = () => ["lint", "--config", at("settings/.kubectl-pss.yaml")];
const history = () => ["history", at("logs"), "--namespaces", at("namespaces.txt")];
const cluster = () => ["audit", "--kubeconfig", at("kube.config")];

const KEPT: readonly (readonly [file: string, args: () => readonly string[], role: RegExp])[] = [
  ["settings/.kubectl-pss.yaml", () => [...configured(), at("k8s")], /the file of --config/],
  ["settings/admission.conf", () => [...configured(), at("k8s")], /the file of .*yaml:1: admissionConfig as well/],
  ["settings/base.values", () => [...configured(), "--render", at("chart")], /the file of .*yaml:2: render\.values/],
  ["settings/prod.values", () => [...configured(), "--render", at("chart")], /the file of .*yaml:2: render\.values/],
  ["values.txt", () => ["lint", "--render", "--values", at("values.txt"), at("chart")], /an input of the run/],
  ["accepted.list", () => ["lint", "--accept", at("accepted.list"), at("k8s")], /the file of --accept/],
  [
    "accepted.list",
    () => ["lint", "--update-accept", at("accepted.list"), "--reason", "a", at("k8s")],
    /the file of --update-accept/,
  ],
  ["chart/Chart.yaml", () => ["lint", "--render", at("chart")], /other content than an earlier report/],
  ["chart/values.yaml", () => ["lint", "--render", at("chart")], /other content than an earlier report/],
  ["chart/.helmignore", () => ["lint", "--render", at("chart")], /a file of a chart that the run renders/],
  ["chart/templates/NOTES.txt", () => ["lint", "--render", at("chart")], /a file of a chart that the run renders/],
  ["chart/conf/server.conf", () => ["lint", "--render", at("chart")], /a file of a chart that the run renders/],
  ["chart/page.html", () => ["lint", "--render", at("chart")], /a file of a chart that the run renders/],
  ["chart/charts/db/values.yaml", () => ["lint", "--render", at("chart")], /other content than an earlier report/],
  ["overlay/kustomization.yaml", () => ["lint", "-k", at("overlay")], /other content than an earlier report/],
  ["overlay/a.txt", () => ["lint", "-k", at("overlay")], /a file of a kustomization/],
  ["base/pod.yaml", () => ["lint", "-k", at("overlay")], /other content than an earlier report/],
  ["logs/audit.log", history, /a log that the run reads|other content/],
  ["logs/other.txt", history, /a log that the run reads/],
  ["namespaces.txt", history, /the file of --namespaces|other content/],
  ["kube.config", cluster, /the file of --kubeconfig/],
  ...["ca.crt", "me.crt", "me.key", "me.token"].map(
    (file) => [file, cluster, /a file of the kubeconfig/] as [string, typeof cluster, RegExp],
  ),
  ["me.key", () => ["dry-run", "-A", "--enforce", "baseline", "--client-key", at("me.key")], /file of --client-key/],
  ["dump.txt", () => ["audit", "-f", at("*.txt")], /other content than an earlier report/],
];

describe("a report that would replace a file that the run reads is refused, and the file stays", () => {
  for (const [file, args, role] of KEPT) {
    it(`${args()[0]}: ${file}`, async () => {
      symlinkSync(at(file), `${at(file)}.link`);
      for (const name of [at(file), `${at(file)}.link`]) {
        const { code, stdout, stderr } = await run([...args(), "-o", `json=${at("first.json")}`, "-o", `html=${name}`]);
        assert.deepEqual([code, stdout], [2, ""], stderr);
        assert.ok(stderr.includes(`error: -o html=${name}: `), stderr);
        assert.match(stderr, role);
        assert.equal(readFileSync(at(file), "utf8"), FILES[file]);
        assert.throws(() => readFileSync(at("first.json")), /ENOENT/);
      }
    });
  }

  it("a kubeconfig of the environment", async () => {
    for (const env of [{ KUBECONFIG: at("kube.config") }, { KUBECONFIG: `${at("none")}:${at("kube.config")}` }]) {
      const { code, stderr } = await run(["audit", "-o", `json=${at("kube.config")}`], env);
      assert.equal(code, 2);
      assert.match(stderr, /kube\.config: this is a kubeconfig as well/);
    }
  });
});

const JSON_POD = {
  metadata: { name: "web" },
  spec: { hostNetwork: true, containers: [] },
  kind: "Pod",
  apiVersion: "v1",
};

/** Manifests that lint reads, in forms that do not begin like an object. */
const UNUSUAL: Readonly<Record<string, Buffer | string>> = {
  "list.json": JSON.stringify({ items: [JSON_POD], kind: "List", apiVersion: "v1" }),
  "indented.json": JSON.stringify(JSON_POD, null, 2),
  "indented.yaml": POD.replace(/^/gm, "  "),
  "utf-16.yaml": Buffer.from(`\uFEFF${POD}`, "utf16le"),
  "bom.json": `\uFEFF${JSON.stringify(JSON_POD)}`,
  "comments.yaml": `${"# a comment\n".repeat(8_000)}${POD}`,
  "unreadable.yaml": "--- {apiVersion: v1\n",
  "kustomization.yaml": "resources: [pod.yaml]\n",
  Kustomization: "resources: [pod.yaml]\n",
  "templates.yml": "{{ if .Values.a }}\n  apiVersion: v1\n{{ end }}\n",
};

describe("a file of a searched directory stays, in any form", () => {
  for (const [name, content] of Object.entries(UNUSUAL)) {
    it(name, async () => {
      mkdirSync(at("dir"));
      writeFileSync(at(`dir/${name}`), content);
      writeFileSync(at("dir/pod.yaml"), POD);
      const out = `json=${at(`dir/${name}`)}`;
      for (const args of [
        ["lint", at("dir")],
        ["lint", "--render", at("dir")],
        ["audit", "-f", at("dir")],
      ]) {
        const { code, stderr } = await run([...args, "-o", out]);
        assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
        assert.match(stderr, /other content than an earlier report/);
        assert.deepEqual(readFileSync(at(`dir/${name}`)), Buffer.from(content));
      }
    });
  }
});

it("a history is refused before it reads the labels of namespaces, and so before it reads a log", async () => {
  const args = ["history", at("logs"), "--namespaces", at("none"), "-o", `json=${at("logs/other.txt")}`];
  const { code, stderr } = await run(args);
  assert.deepEqual([code, /a log that the run reads/.test(stderr)], [2, true], stderr);
});

it("a lint is refused before a chart is rendered", async () => {
  writeFileSync(at("bin/helm"), `#!/bin/sh\n: > '${at("rendered")}'\n`, { mode: 0o755 });
  const args = ["lint", "--render", at("chart"), "-o"];
  const { code, stderr } = await run([...args, `json=${at("chart/conf/server.conf")}`]);
  assert.deepEqual([code, existsSync(at("rendered"))], [2, false], stderr);
  await run([...args, `json=${at("report.json")}`]);
  assert.ok(existsSync(at("rendered")));
});

describe("a file that Helm reads through a link stays", () => {
  const LINKS = {
    "chart/linked": "../shared",
    "chart/templates/sub": "../../shared",
    "chart/charts/lib": "../../lib",
    "chart/one.conf": "../single/one.conf",
    "shared/more": "../more",
    "shared/back": "../chart",
  };
  for (const [file, links] of [
    ["shared/server.conf", ["chart/linked"]],
    ["shared/server.conf", ["chart/templates/sub"]],
    ["lib/templates/NOTES.txt", ["chart/charts/lib"]],
    ["single/one.conf", ["chart/one.conf"]],
    ["more/deep.conf", ["chart/linked", "shared/more"]],
    ["shared/server.conf", ["chart/linked", "shared/back"]],
  ] as const) {
    it(links.join(", "), async () => {
      for (const directory of ["shared", "lib/templates", "single", "more"])
        mkdirSync(at(directory), { recursive: true });
      writeFileSync(at(file), "kept\n");
      for (const link of links) symlinkSync(LINKS[link], at(link));
      const { code, stderr } = await run(["lint", "--render", at("chart"), "-o", `json=${at(file)}`]);
      assert.deepEqual([code, readFileSync(at(file), "utf8")], [2, "kept\n"], stderr);
      assert.match(stderr, /a file of a chart that the run renders/);
    });
  }
});

it("a file of a pod's service account stays", () => {
  mkdirSync(at("account/..data"), { recursive: true });
  writeFileSync(at("account/..data/token"), "secret\n");
  symlinkSync("..data/token", at("account/token"));
  const used = clusterFiles(at("none"), {}, at("account"));
  for (const name of ["token", "..data/token", "new"]) {
    assert.throws(() => openReportFiles([{ format: "json", file: at(`account/${name}`) }], used), /service account/);
  }
  openReportFiles([{ format: "json", file: at("account.json") }], used);
});

/** The formats whose reports are recognized by how they begin. */
const RECOGNIZED: Readonly<Record<string, readonly string[]>> = {
  history: ["json", "markdown", "html", "prometheus"],
  lint: ["json", "yaml", "markdown", "html", "sarif", "junit", "gitlab", "rdjson", "prometheus"],
};

it("a report in a directory of logs is replaced by the next run, and is no log", async () => {
  const files =
    RECOGNIZED["history"]?.flatMap((format) => ["-o", `${format}=${at(`logs/history.${format}.prom`)}`]) ?? [];
  const runs = [await run([...history(), ...files]), await run([...history(), ...files])];
  for (const { code, stderr } of runs) assert.equal(code, 0, stderr);
});

it("a report in the root of a chart is replaced by the next run", async () => {
  const files = RECOGNIZED["lint"]?.flatMap((format) => ["-o", `${format}=${at(`chart/pss.${format}.prom`)}`]) ?? [];
  const args = ["lint", "--render", at("chart"), ...files];
  for (const { code, stderr } of [await run(args), await run(args)]) assert.notEqual(code, 2, stderr);
});
