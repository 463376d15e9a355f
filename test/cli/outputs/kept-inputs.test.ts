/** No report replaces a file that the run reads, whatever names that file. */
import assert from "node:assert/strict";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
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
  "logs/prefixed.log": EVENT.replace(/^/gm, "node-1 kube-apiserver: "),
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
  ["logs/audit.log", history, /other content than an earlier report/],
  ["logs/prefixed.log", history, /a log that the run reads/],
  ["logs/other.txt", history, /a log that the run reads/],
  ["namespaces.txt", history, /the file of --namespaces/],
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

/** The formats whose reports are recognized by how they begin: all but names. */
const HISTORY = ["table", "wide", "json", "markdown", "html", "prometheus"];
const LINT = HISTORY.concat("yaml", "sarif", "junit", "gitlab", "rdjson", "github", "azure");

/** Appended to a report, so that a later report differs from it. */
const MARK = "\nan earlier report";

/** Runs twice with a report of each format in a directory, and verifies that the second run replaces those of the first. */
async function replaceReports(args: readonly string[], directory: string, formats: readonly string[]) {
  const files = formats.map((format) => [format, at(`${directory}/pss.${format}.prom`)] as const);
  const outputs = files.flatMap(([format, file]) => ["-o", `${format}=${file}`]);
  const { code } = await run([...args, ...outputs]);
  for (const [format, file] of files) {
    assert.notEqual(readFileSync(file, "utf8"), "", format);
    appendFileSync(file, MARK);
  }
  const second = await run([...args, ...outputs]);
  assert.equal(second.code, code, second.stderr);
  for (const [format, file] of files) {
    const text = readFileSync(file, "utf8");
    assert.ok(text !== "" && !text.endsWith(MARK), `${format} stays`);
  }
  return code;
}

it("a report in a directory of logs is replaced by the next run, and is no log", async () => {
  assert.equal(await replaceReports(history(), "logs", HISTORY), 0);
  const { notes } = JSON.parse(readFileSync(at("logs/pss.json.prom"), "utf8"));
  for (const format of HISTORY) {
    const found = notes.filter(({ file }: { readonly file?: string }) => file === at(`logs/pss.${format}.prom`));
    assert.deepEqual(found.map(({ code }: { readonly code: string }) => code), ["skipped-file"], format); // prettier-ignore
  }
});

const BAD_POD = POD.replace("containers:", "hostNetwork: true, containers:");
const RENDERED = {
  "no violations": POD,
  "a violation": BAD_POD,
  "a violation in a namespace with a policy":
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, labels: {pod-security.kubernetes.io/enforce: baseline}}\n---\n" +
    BAD_POD.replace("name: web", "name: web, namespace: a"),
  "no workload": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
  "an unreadable document": "kind: [\n",
};
for (const [name, manifest] of Object.entries(RENDERED)) {
  it(`a report in the root of a chart is replaced by the next run: ${name}`, async () => {
    writeFileSync(at("bin/helm"), `#!/bin/sh\ncat '${at("manifest")}'\n`, { mode: 0o755 });
    writeFileSync(at("manifest"), manifest);
    const level = name.includes("policy") ? [] : ["--level", "baseline"];
    assert.notEqual(await replaceReports(["lint", "--render", at("chart"), ...level], "chart", LINT), 2);
  });
}

describe("a file without contents among the files that the run reads is replaced only by a format that has such reports", () => {
  for (const [file, args] of [
    ["chart/files/empty.conf", () => ["lint", "--level", "privileged", "--render", at("chart")]],
    ["logs/rotated.log", history],
  ] as const) {
    for (const [contents, own] of [
      ["", "name"],
      ["[]", "gitlab"],
      ["[]\n", "gitlab"],
      ["[\n]\n", undefined],
      ["\n", undefined],
    ] as const) {
      it(`${file}: ${JSON.stringify(contents)}`, async () => {
        mkdirSync(dirname(at(file)), { recursive: true });
        for (const format of args === history ? ["json", "table"] : ["json", "table", "name", "gitlab"]) {
          writeFileSync(at(file), contents);
          const { code, stderr } = await run([...args(), "-o", `${format}=${at(file)}`]);
          assert.equal(code === 2, format !== own, `${format}: ${stderr}`);
          if (code === 2) assert.equal(readFileSync(at(file), "utf8"), contents);
        }
      });
    }
  }

  it("a report without violations is replaced by the next run", async () => {
    const outputs = ["name", "gitlab"].flatMap((format) => ["-o", `${format}=${at(`chart/${format}.txt`)}`]);
    const args = ["lint", "--level", "privileged", "--render", at("chart"), ...outputs];
    for (const { code, stderr } of [await run(args), await run(args)]) assert.equal(code, 0, stderr);
  });
});

it("a file that .helmignore names is no file of the chart, and another one names the directory of the chart", async () => {
  mkdirSync(at("chart/build"));
  const outputOf = (file: string) => run(["lint", "--render", at("chart"), "-o", `name=${at(file)}`]);
  for (const [rules, ignored, other] of [
    ["# Results\n build/ \n", 0, 2],
    ["/build\n/pss.txt", 0, 0],
    ["*.txt\n", 0, 0],
    ["!build/\n", 2, 2],
    ["", 2, 2],
  ] as const) {
    writeFileSync(at("chart/.helmignore"), rules);
    for (const file of ["chart/build/pss.txt", "chart/pss.txt"]) writeFileSync(at(file), "pod/web\n");
    const found = [await outputOf("chart/build/pss.txt"), await outputOf("chart/pss.txt")];
    assert.deepEqual(found.map(({ code }) => code === 2), [ignored === 2, other === 2], rules); // prettier-ignore
    for (const { code, stderr } of found) {
      if (code === 2)
        assert.ok(stderr.includes(`Name a file outside of the directory ${realpathSync(at("chart"))} for`), stderr);
    }
  }
});
