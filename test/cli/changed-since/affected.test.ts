import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { GIT_ENV, Repository } from "../../sources/git/repository.ts";
import { runCli } from "../run-cli.ts";

const home = process.cwd();
let repository: Repository;
beforeEach(() => {
  repository = new Repository();
  process.chdir(repository.root);
});
afterEach(() => {
  process.chdir(home);
  repository.remove();
});

/** A Pod that violates baseline. */
function pod(name: string, namespace = "shop"): string {
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {hostNetwork: true, containers: [{name: c, image: i}]}\n`;
}

function namespace(level: string, name = "shop"): string {
  return `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {pod-security.kubernetes.io/enforce: ${level}}}\n`;
}

interface Outcome {
  readonly code: number;
  readonly names: readonly string[];
  readonly notes: readonly string[];
}

/** Lints with `--changed-since main`. */
async function touched(args: readonly string[], env: Readonly<Record<string, string>> = GIT_ENV): Promise<Outcome> {
  const { code, stdout, stderr } = await runCli(["lint", "--changed-since", "main", "-o", "json", ...args], { env });
  assert.equal(stderr, "");
  const { namespaces, notes } = JSON.parse(stdout) as {
    namespaces: { workloads: { name: string }[] }[];
    notes: { code: string; message: string }[];
  };
  const said = notes.filter((one) => one.code === "changed-since").map(({ message }) => message);
  return {
    code,
    names: namespaces.flatMap(({ workloads }) => workloads.map(({ name }) => name)),
    notes: said.map((message) => message.replace(/\([0-9a-f]{12}\)/, "(BASE)")),
  };
}

/** Commits files to main, and begins a branch. The report is then empty. */
async function branchFrom(files: Readonly<Record<string, string>>, args: readonly string[]): Promise<void> {
  repository.commit(files);
  repository.git("switch", "--quiet", "--create", "topic");
  assert.deepEqual((await touched(args)).names, []);
}

const OTHER_FILES = /; 1 workload of other files is in the report, because /;

describe("lint --changed-since reports on the workloads of unchanged files", () => {
  const POD = { "a.yaml": pod("a"), "other/b.yaml": pod("b", "other") };
  const ARGO = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  destination: {namespace: shop}
  syncPolicy:
    managedNamespaceMetadata: {labels: {pod-security.kubernetes.io/enforce: privileged}}
    syncOptions: [CreateNamespace=true]
`;

  for (const [what, before, change] of [
    ["was deleted", { "ns.yaml": namespace("privileged") }, { "ns.yaml": undefined }],
    ["was renamed", { "ns.yaml": namespace("privileged") }, { "ns.yaml": namespace("privileged", "store") }],
    ["has other labels", { "ns.yaml": namespace("privileged") }, { "ns.yaml": namespace("baseline") }],
    [
      "has no labels any more",
      { "ns.yaml": namespace("privileged") },
      { "ns.yaml": namespace("x").replace(/, labels.*/, "}") },
    ],
    [
      "was deleted from a file with other objects",
      { "ns.yaml": `${namespace("privileged")}---\n${namespace("baseline", "third")}` },
      { "ns.yaml": namespace("baseline", "third") },
    ],
    [
      "was deleted from a List",
      { "ns.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [NAMESPACE_OBJECT()] }) },
      { "ns.json": '{"apiVersion": "v1", "kind": "List", "items": []}' },
    ],
    [
      "moved to a file that is no input",
      { "ns.yaml": namespace("privileged") },
      { "ns.yaml": undefined, "ns.txt": namespace("privileged") },
    ],
    ["has its labels from an Application that was deleted", { "app.yaml": ARGO }, { "app.yaml": undefined }],
    [
      "has its labels from an Application that was changed",
      { "app.yaml": ARGO },
      { "app.yaml": ARGO.replace("privileged", "baseline") },
    ],
    [
      "is in a file with spaces and letters beyond ASCII",
      { "näme space.yaml": namespace("privileged") },
      { "näme space.yaml": undefined },
    ],
  ] as const) {
    it(`if their Namespace ${what}`, async () => {
      await branchFrom({ ...POD, ...before }, ["."]);
      for (const [name, text] of Object.entries<string | undefined>(change)) {
        if (text === undefined) rmSync(repository.path(name));
        else repository.write({ [name]: text });
      }
      for (const isCommitted of [false, true]) {
        if (isCommitted) repository.commit();
        const { code, names, notes } = await touched(["."]);
        assert.deepEqual([code, names], [1, ["a"]]);
        assert.equal(notes.length, 1);
        const [file] = Object.keys(change);
        assert.match(
          notes.find((note) => OTHER_FILES.test(note)) ?? "",
          new RegExp(`the Namespace "shop" was changed or deleted in "${file}"(?:;|$)`),
        );
      }
    });
  }

  it("if a link to their Namespace was deleted", async () => {
    repository.commit({ ...POD, "labels/shop.txt": namespace("privileged") });
    symlinkSync("labels/shop.txt", repository.path("ns.yaml"));
    await branchFrom({}, ["."]);
    rmSync(repository.path("ns.yaml"));
    assert.deepEqual((await touched(["."])).names, ["a"]);
  });

  it("if their Namespace was deleted in a submodule, or with it", async () => {
    const inner = new Repository();
    after(() => inner.remove());
    inner.commit({ "ns.yaml": namespace("privileged"), "other.yaml": namespace("baseline", "third") });
    repository.commit(POD);
    repository.git("submodule", "--quiet", "add", inner.root, "sub");
    await branchFrom({}, ["."]);
    inner.git("rm", "--quiet", "ns.yaml");
    inner.commit();
    execFileSync("git", ["pull", "--quiet"], { cwd: repository.path("sub"), env: GIT_ENV });
    assert.deepEqual((await touched(["."])).names, ["a"]);
    repository.git("rm", "--quiet", "--force", "sub");
    const { names, notes } = await touched(["."]);
    assert.deepEqual(names, ["b", "a"]);
    assert.deepEqual(notes, [
      '"sub" was changed since main (BASE), and the repository does not have its earlier contents, so nothing is left out of the report',
    ]);
  });

  it("if the Namespace moved behind an unchanged file that gives it other labels", async () => {
    await branchFrom({ ...POD, "m.yaml": namespace("baseline"), "n.yaml": namespace("privileged") }, ["."]);
    repository.git("mv", "m.yaml", "sub.yaml");
    const { code, names } = await touched(["."]);
    assert.deepEqual([code, names], [1, ["a"]]);
    repository.git("mv", "sub.yaml", "m.yaml");
    writeFileSync("m.yaml", `# A comment\n${namespace("baseline")}`);
    assert.deepEqual((await touched(["."])).names, []);
  });

  const FIRST = namespace("privileged");
  const LAST = namespace("baseline");
  const withoutLabels = FIRST.replace(/, labels.*/, "}");
  const listOf = (...levels: readonly string[]): string =>
    JSON.stringify({ apiVersion: "v1", kind: "List", items: levels.map((level) => NAMESPACE_OBJECT(level)) });
  for (const [what, before, after] of [
    ["two documents", { "ns.yaml": `${FIRST}---\n${LAST}` }, { "ns.yaml": `${LAST}---\n${FIRST}` }],
    [
      "two of three documents",
      { "ns.yaml": `${FIRST}---\n${LAST}---\n${FIRST}` },
      { "ns.yaml": `${FIRST}---\n${FIRST}---\n${LAST}` },
    ],
    [
      "two items of a List",
      { "ns.json": listOf("privileged", "baseline") },
      { "ns.json": listOf("baseline", "privileged") },
    ],
    ["two files", { "m.yaml": FIRST, "n.yaml": LAST }, { "m.yaml": LAST, "n.yaml": FIRST }],
    [
      "labels, and none",
      { "ns.yaml": `${FIRST}---\n${withoutLabels}` },
      { "ns.yaml": `${withoutLabels}---\n${FIRST}` },
    ],
    [
      "a Namespace and an Application",
      { "ns.yaml": LAST, "app.yaml": ARGO },
      { "ns.yaml": FIRST, "app.yaml": ARGO.replace("privileged", "baseline") },
    ],
    [
      "a Namespace and an Application of one file",
      { "ns.yaml": `${LAST}---\n${ARGO}` },
      { "ns.yaml": `${ARGO.replace("privileged", "baseline")}---\n${FIRST}` },
    ],
  ] as const) {
    it(`if different labels of their Namespace swap places: ${what}`, async () => {
      await branchFrom({ ...POD, ...before }, ["."]);
      repository.write(after);
      assert.deepEqual((await touched(["."])).names, ["a"]);
      repository.write(Object.fromEntries(Object.entries<string>(before).map(([name, text]) => [name, `${text}\n`])));
      assert.deepEqual((await touched(["."])).names, []);
    });
  }

  for (const [what, before, after] of [
    [
      "moved to another file",
      { "ns.yaml": namespace("privileged") },
      { "ns.yaml": undefined, "sub/namespaces.yaml": namespace("privileged") },
    ],
    [
      "got another label",
      { "ns.yaml": namespace("privileged") },
      { "ns.yaml": namespace("privileged").replace("{pod-", "{team: a, pod-") },
    ],
    [
      "moved into a List",
      { "ns.yaml": namespace("privileged") },
      {
        "ns.yaml": undefined,
        "ns.json": JSON.stringify({ apiVersion: "v1", kind: "List", items: [NAMESPACE_OBJECT()] }),
      },
    ],
  ] as const) {
    it(`but not if the Namespace ${what} with the same pod-security labels`, async () => {
      await branchFrom({ ...POD, ...before }, ["."]);
      for (const [name, text] of Object.entries<string | undefined>(after)) {
        if (text === undefined) rmSync(repository.path(name));
        else repository.write({ [name]: text });
      }
      assert.deepEqual((await touched(["."])).names, []);
    });
  }

  it("but not if the Namespace was not an input before", async () => {
    await branchFrom({ ...POD, "elsewhere/ns.yaml": namespace("privileged") }, ["a.yaml", "other"]);
    rmSync(repository.path("elsewhere/ns.yaml"));
    assert.deepEqual((await touched(["a.yaml", "other"])).names, []);
    assert.deepEqual((await touched(["./*.yaml", "other"])).names, []);
  });

  it("if a Namespace that a glob matched was deleted", async () => {
    await branchFrom({ ...POD, "ns.yaml": namespace("privileged") }, ["*.yaml"]);
    rmSync(repository.path("ns.yaml"));
    assert.deepEqual((await touched(["*.yaml"])).names, ["a"]);
  });

  it("if the definition of their kind was changed, added or deleted", async () => {
    const properties = { spec: { type: "object", properties: { template: TEMPLATE_SCHEMA } } };
    const definition = JSON.stringify({
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "widgets.example.com" },
      spec: {
        group: "example.com",
        names: { kind: "Widget", plural: "widgets" },
        scope: "Namespaced",
        versions: [
          { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: { type: "object", properties } } },
        ],
      },
    });
    const widget = `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: w, namespace: shop}\nspec: {template: {spec: {hostNetwork: true, containers: [{name: c, image: i}]}}}\n`;
    await branchFrom({ ...POD, "w.yaml": widget, "crd.json": definition }, ["."]);
    repository.write({ "crd.json": `${definition}\n` });
    const { names, notes } = await touched(["."]);
    assert.deepEqual(names, ["w"]);
    assert.match(
      notes.join("\n"),
      /because the CustomResourceDefinition of "example.com\/Widget" was changed or deleted in "crd.json"(?:;|$)/m,
    );
    rmSync(repository.path("crd.json"));
    assert.match(
      (await touched(["."])).notes.join(),
      /^"crd.json" defined the pods of "example.com\/Widget" at main \(BASE\), and no input does now, so nothing/,
    );
    repository.commit();
    repository.git("branch", "--force", "main");
    repository.write({ "new.json": definition });
    assert.deepEqual((await touched(["."])).names, ["w"]);
  });
});

const TEMPLATE_SCHEMA = {
  type: "object",
  properties: {
    metadata: { type: "object" },
    spec: {
      type: "object",
      properties: {
        hostNetwork: { type: "boolean" },
        volumes: { type: "array" },
        restartPolicy: { type: "string" },
        nodeSelector: { type: "object" },
        containers: {
          type: "array",
          items: {
            type: "object",
            properties: { name: { type: "string" }, image: { type: "string" }, securityContext: { type: "object" } },
          },
        },
      },
    },
  },
};

function NAMESPACE_OBJECT(level = "privileged"): object {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "shop", labels: { "pod-security.kubernetes.io/enforce": level } },
  };
}

describe("lint --changed-since reports on everything", () => {
  const FILES = { "k8s/a.yaml": pod("a"), "k8s/deep/b.yaml": pod("b") };
  const ADMISSION = readFileSync("test/fixtures/lint/admission.yaml", "utf8");
  const ACCEPTED = "- {check: hostPorts, reason: why}\n";

  for (const [file, text, args] of [
    [".kubectl-pss.yaml", "failOn: any\n", ["k8s"]],
    ["k8s/.kubectl-pss.yaml", "failOn: any\n", ["k8s"]],
    ["ci/pss.yaml", "failOn: any\n", ["--config", "ci/pss.yaml", "k8s"]],
    ["accepted.yaml", ACCEPTED, ["--accept", "accepted.yaml", "k8s"]],
    ["admission.yaml", ADMISSION, ["--admission-config", "admission.yaml", "k8s"]],
  ] as const) {
    const isSearched = args.length === 1;
    it(`if ${file} was changed`, async () => {
      await branchFrom({ ...FILES, [file]: text }, args);
      repository.write({ [file]: `# changed\n${text}` });
      const outcome = await touched(args);
      assert.deepEqual(outcome.names, ["a", "b"]);
      assert.deepEqual(outcome.notes, [
        `"${file}" was changed since main (BASE), so nothing is left out of the report`,
      ]);
    });

    if (!isSearched) continue;
    it(`if ${file} was deleted or added`, async () => {
      await branchFrom({ ...FILES, [file]: text }, args);
      rmSync(repository.path(file));
      for (const isCommitted of [false, true]) {
        if (isCommitted) repository.commit();
        const { names, notes } = await touched(args);
        assert.deepEqual(names, ["a", "b"]);
        assert.match(notes.join(), new RegExp(`^"${file}" was deleted since`));
      }
      repository.git("branch", "--force", "main");
      repository.write({ [file]: text });
      assert.match((await touched(args)).notes.join(), new RegExp(`^"${file}" was added since`));
    });
  }

  const policiesOf = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout } = await runCli(["export", "--level", "baseline", "--bind", "label:team=a", ...args]);
    assert.equal(code, 0);
    return stdout;
  };

  it("if a policy of export, or its binding, was changed, added or deleted", async () => {
    const [warns, denies] = [await policiesOf(), await policiesOf("--action", "deny")];
    await branchFrom({ ...FILES, "policies.yaml": warns }, ["."]);
    for (const text of [denies, undefined]) {
      if (text === undefined) rmSync(repository.path("policies.yaml"));
      else repository.write({ "policies.yaml": text });
      const { names, notes } = await touched(["."]);
      assert.deepEqual(names, ["a", "b"]);
      assert.deepEqual(notes, [
        '"policies.yaml" has or had ValidatingAdmissionPolicies or bindings, and was changed since main (BASE), so nothing is left out of the report',
      ]);
    }
    repository.commit();
    repository.git("branch", "--force", "main");
    repository.write({ "policies.yaml": denies });
    assert.deepEqual((await touched(["."])).names, ["a", "b"]);
  });

  it("but not if a policy of others was changed", async () => {
    const foreign = (await policiesOf()).replace(/^ {2}annotations:\n {4}.*\n/m, "");
    await branchFrom({ ...FILES, "policies.yaml": foreign }, ["."]);
    repository.write({ "policies.yaml": `# changed\n${foreign}` });
    assert.deepEqual((await touched(["."])).names, []);
  });

  it("about a namespace whose other labels changed, if policies may select it by them", async () => {
    const team = (name: string): string =>
      `apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: ${name}}}\n`;
    await branchFrom({ ...FILES, "ns.yaml": team("b"), "policies.yaml": await policiesOf("--action", "deny") }, ["."]);
    repository.write({ "ns.yaml": team("a") });
    const { code, names } = await touched(["."]);
    assert.deepEqual([code, names], [1, ["a", "b"]]);
    repository.write({ "ns.yaml": `# changed\n${team("b")}` });
    assert.deepEqual((await touched(["."])).names, []);
  });

  it("in one line, also for several reasons", async () => {
    const names = ["n1", "n2", "n3", "n4", "n5"];
    const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, pod(name, name)]));
    const namespaces = names.map((name) => namespace("privileged", name)).join("---\n");
    await branchFrom({ ...files, "ns.yaml": namespaces }, ["."]);
    rmSync(repository.path("ns.yaml"));
    const { notes } = await touched(["."]);
    assert.equal(notes.length, 1);
    assert.match(
      notes.join(),
      /^no input changed since main .*"n1".*"n2".*"n3" was .*; so are others for 2 more reasons$/,
    );
  });

  it("if an accept list was deleted: the run fails", async () => {
    repository.commit({ ...FILES, "accepted.yaml": ACCEPTED });
    repository.git("switch", "--quiet", "--create", "topic");
    rmSync(repository.path("accepted.yaml"));
    const args = ["lint", "--changed-since", "main", "--accept", "accepted.yaml", "k8s"];
    assert.equal((await runCli(args, { env: GIT_ENV })).code, 2);
  });

  it("but not if a configuration that does not count was changed", async () => {
    await branchFrom({ ...FILES, ".kubectl-pss.yaml": "failOn: any\n", "k8s/.kubectl-pss.yaml": "failOn: warn\n" }, [
      "k8s",
    ]);
    repository.write({ ".kubectl-pss.yaml": "failOn: none\n", "k8s/deep/.kubectl-pss.yaml": "failOn: none\n" });
    assert.deepEqual((await touched(["k8s"])).names, []);
  });

  it("if a partial clone lacks the earlier contents of a file", async () => {
    const clone = mkdtempSync(join(tmpdir(), "kubectl-pss-clone-"));
    after(() => rmSync(clone, { recursive: true }));
    repository.commit({ ...FILES, "k8s/ns.yaml": namespace("privileged") });
    repository.git("switch", "--quiet", "--create", "topic");
    repository.git("rm", "--quiet", "k8s/ns.yaml");
    repository.commit();
    repository.git("config", "uploadpack.allowFilter", "true");
    repository.git("clone", "--quiet", "--filter=blob:none", "--no-local", `file://${repository.root}`, clone);
    process.chdir(clone);
    execFileSync("git", ["branch", "main", "origin/main"], { env: GIT_ENV });
    const { code, names, notes } = await touched(["k8s"], { ...GIT_ENV, GIT_NO_LAZY_FETCH: "1" });
    assert.deepEqual([code, names], [1, ["a", "b"]]);
    assert.match(
      notes.join(),
      /^"k8s\/ns.yaml" was changed since main \(BASE\), and the repository does not have its earlier contents, so nothing/,
    );
  });

  it("if a rendered kustomization lost a resource or has another name, and not if a resource was only added", async () => {
    const binaries = mkdtempSync(join(tmpdir(), "kubectl-pss-kustomize-"));
    after(() => rmSync(binaries, { recursive: true }));
    for (const tool of ["kubectl", "kustomize"])
      writeFileSync(join(binaries, tool), `#!/bin/sh\ncat <<'END'\n${pod("rendered")}END\n`, { mode: 0o755 });
    const env = { ...GIT_ENV, PATH: `${binaries}:${GIT_ENV["PATH"]}` };
    repository.commit({
      ...FILES,
      "over/ns.yaml": namespace("privileged"),
      "over/pod.yaml": pod("r"),
      "over/kustomization.yaml": "resources: [ns.yaml, pod.yaml]\n",
    });
    repository.git("switch", "--quiet", "--create", "topic");
    const args = ["--render", "over", "k8s"];
    const names = async (kustomization: string): Promise<readonly string[]> => {
      repository.write({ "over/kustomization.yaml": kustomization, "over/new.yaml": pod("new") });
      return (await touched(args, env)).names;
    };
    assert.deepEqual(await names("resources: [pod.yaml, ns.yaml, new.yaml]\nimages: [{name: i, newTag: v2}]\n"), [
      "rendered",
    ]);
    assert.deepEqual(await names("resources: [pod.yaml]\n"), ["a", "b", "new", "rendered"]);
    assert.deepEqual(await names("resources: [ns.yaml, pod.yaml]\nnamePrefix: x-\n"), ["a", "b", "new", "rendered"]);
    rmSync(repository.path("over"), { recursive: true });
    assert.deepEqual((await touched(["--render", "k8s"], env)).names, ["a", "b"]);
  });

  it("if a template of a rendered chart had a Namespace", async () => {
    const binaries = mkdtempSync(join(tmpdir(), "kubectl-pss-helm-"));
    after(() => rmSync(binaries, { recursive: true }));
    writeFileSync(
      join(binaries, "helm"),
      `#!/bin/sh\n[ "$1" = template ] || exit 0\ncat <<'END'\n${pod("rendered")}END\n`,
      { mode: 0o755 },
    );
    const env = { ...GIT_ENV, PATH: `${binaries}:${GIT_ENV["PATH"]}` };
    repository.commit({
      ...FILES,
      "web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
      "web/templates/ns.yaml": "kind: Namespace\nmetadata: {name: {{ .Values.name }}}\n",
      "web/templates/pod.yaml": "{{ .Values.a }}\n",
    });
    repository.git("switch", "--quiet", "--create", "topic");
    rmSync(repository.path("web/templates/ns.yaml"));
    const { names, notes } = await touched(["--render", "web", "k8s"], env);
    assert.deepEqual(names, ["a", "b", "rendered"]);
    assert.match(notes.join(), /^"web\/templates\/ns.yaml" was changed since main \(BASE\), and it is a template/);
  });
});
