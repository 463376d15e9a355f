import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, beforeEach, describe, it } from "node:test";
import { GIT_ENV, Repository } from "../../sources/git/repository.ts";
import { runCli, type CliResult, type CliSetting } from "../run-cli.ts";

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

function lint(args: readonly string[], setting: CliSetting = {}): Promise<CliResult> {
  return runCli(["lint", ...args], { ...setting, env: GIT_ENV });
}

/** The names of the reported workloads, the exit code and the note. */
async function touched(...args: readonly string[]): Promise<{ code: number; names: string[]; note: string }> {
  const { code, stdout, stderr } = await lint(["--changed-since", "main", "-o", "json", ...args]);
  assert.equal(stderr, "");
  const { namespaces, notes } = JSON.parse(stdout) as {
    namespaces: { workloads: { name: string }[] }[];
    notes: { code: string; message: string }[];
  };
  const names = namespaces.flatMap(({ workloads }) => workloads.map(({ name }) => name));
  const note = notes.find((one) => one.code === "changed-since")?.message ?? "";
  return { code, names, note: note.replace(/\([0-9a-f]{12}\)/, "(BASE)") };
}

/** Commits files to main, and begins a branch. */
function branchFrom(files: Readonly<Record<string, string>>): void {
  repository.commit(files);
  repository.git("switch", "--quiet", "--create", "topic");
}

describe("lint --changed-since", () => {
  it("reports on the files that the branch changes, and counts the others", async () => {
    branchFrom({ "a.yaml": pod("a"), "b.yaml": pod("b"), "broken.yaml": "kind: {\n" });
    repository.commit({ "b.yaml": pod("b2") });
    repository.write({ "c.yaml": pod("c") });
    assert.deepEqual(await touched("."), {
      code: 1,
      names: ["b2", "c"],
      note: "2 of 4 files changed since main (BASE); the others are read, and left out of the report: 1 workload, 1 unreadable input",
    });
  });

  it("reports that nothing changed, and ends with 0", async () => {
    branchFrom({ "a.yaml": pod("a") });
    const { code, stdout, stderr } = await lint(["--changed-since", "main", "."]);
    assert.deepEqual([code, stdout], [0, "Nothing to judge: no changed file has a workload\n"]);
    assert.match(
      stderr,
      /^info: no input changed since main \([0-9a-f]{12}\); the others are read, and left out of the report: 1 workload\n$/,
    );
    // The flag guards against a wrong path, and this one is right.
    assert.equal((await lint(["--changed-since", "main", "--fail-on-empty", "."])).code, 0);
    repository.write({ "empty/config.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: d}\n" });
    assert.equal((await lint(["--changed-since", "main", "--fail-on-empty", "empty"])).code, 2);
  });

  it("reports on an object in a changed file and an unchanged file", async () => {
    branchFrom({ "m/a.yaml": pod("a"), "m/c.yaml": pod("a") });
    for (const added of ["m/b.yaml", "m/0.yaml", "m/z.yaml"]) {
      repository.write({ [added]: pod("a") });
      const { code, stdout, stderr } = await lint(["--changed-since", "main", "-o", "json", "m"]);
      assert.deepEqual([code, stderr], [1, ""]);
      const { namespaces, notes, summary } = JSON.parse(stdout) as {
        namespaces: { workloads: { source: { file: string } }[] }[];
        notes: { code: string; message: string }[];
        summary: { objects: number; workloads: number };
      };
      assert.deepEqual(
        namespaces.flatMap(({ workloads }) => workloads.map(({ source }) => source.file)),
        [added],
      );
      assert.deepEqual([summary.objects, summary.workloads], [1, 1]);
      // The notes about the unchanged files are left out. The note on the object names the changed file as the place that counts.
      assert.deepEqual(
        notes.filter((one) => one.code === "repeated-object"),
        [],
      );
      repository.git("clean", "--quiet", "--force");
    }
  });

  it("uses the labels from unchanged files", async () => {
    branchFrom({ "namespace.yaml": namespace("privileged"), "z/a.yaml": pod("a") });
    repository.commit({ "z/b.yaml": pod("b") });
    assert.deepEqual(await touched("."), {
      code: 0,
      names: ["b"],
      note: "1 of 3 files changed since main (BASE); the others are read, and left out of the report: 1 workload",
    });
    assert.equal((await touched("z")).code, 1);
  });

  it("reports on all workloads of a namespace whose Namespace changed", async () => {
    branchFrom({
      "namespace.yaml": namespace("privileged"),
      "other.yaml": namespace("baseline", "other"),
      "a.yaml": pod("a"),
      "b.yaml": pod("b", "other"),
    });
    repository.commit({ "namespace.yaml": namespace("baseline") });
    const { code, names } = await touched(".");
    assert.deepEqual([code, names], [1, ["a"]]);
  });

  it("reports on everything if the admission configuration changed", async () => {
    const admission = readFileSync(join(home, "test/fixtures/lint/admission.yaml"), "utf8");
    branchFrom({ "k8s/a.yaml": pod("a"), "admission.yaml": admission });
    assert.deepEqual((await touched("--admission-config", "admission.yaml", "k8s")).names, []);
    repository.write({ "admission.yaml": `# changed\n${admission}` });
    assert.deepEqual((await touched("--admission-config", "admission.yaml", "k8s")).names, ["a"]);
    // Git does not track a file outside of the repository, so the program cannot know if it changed.
    const outside = mkdtempSync(join(tmpdir(), "kubectl-pss-outside-"));
    after(() => rmSync(outside, { recursive: true }));
    writeFileSync(join(outside, "admission.yaml"), admission);
    assert.deepEqual((await touched("--admission-config", join(outside, "admission.yaml"), "k8s")).names, []);
  });

  it("reads no deleted file, and reads a renamed file under its new name", async () => {
    branchFrom({ "a.yaml": pod("a"), "b.yaml": pod("b") });
    repository.git("mv", "a.yaml", "renamed.yaml");
    repository.git("rm", "--quiet", "b.yaml");
    repository.commit();
    assert.deepEqual((await touched(".")).names, ["a"]);
  });

  it("reports on names that git quotes", async () => {
    branchFrom({ "a.yaml": pod("a") });
    const names = ["with space", "ünïcode", 'quote"', "line\nfeed", "tab\t", "back\\slash"];
    repository.commit(Object.fromEntries(names.map((name, index) => [`${name}.yaml`, pod(`p${index}`)])));
    assert.deepEqual((await touched(".")).names, ["p0", "p1", "p2", "p3", "p4", "p5"]);
  });

  it("reports on files that git ignores, and on files outside of the repository", async () => {
    const outside = mkdtempSync(join(tmpdir(), "kubectl-pss-outside-"));
    after(() => rmSync(outside, { recursive: true }));
    writeFileSync(join(outside, "out.yaml"), pod("out"));
    branchFrom({ ".gitignore": "rendered/\n", "a.yaml": pod("a") });
    repository.write({ "rendered/r.yaml": pod("r") });
    assert.deepEqual((await touched(".", outside)).names, ["out", "r"]);
  });

  it("reports on standard input, whose Namespaces give only labels", async () => {
    branchFrom({ "a.yaml": pod("a") });
    repository.write({ "b.yaml": pod("b") });
    const stdin = `${namespace("privileged")}---\n${pod("piped")}`;
    const { code, stdout } = await lint(["--changed-since", "main", "-o", "name", "--level", "baseline", "-", "."], {
      stdin,
    });
    assert.deepEqual([code, stdout], [1, "pod/b\npod/piped\n"]);
  });

  it("reports on a changed submodule, and not on another", async () => {
    const inner = new Repository();
    after(() => inner.remove());
    inner.commit({ "s.yaml": pod("s") });
    repository.commit({ "a.yaml": pod("a") });
    repository.git("submodule", "--quiet", "add", inner.root, "sub");
    branchFrom({});
    assert.deepEqual((await touched(".")).names, []);
    inner.commit({ "t.yaml": pod("t") });
    execFileSync("git", ["pull", "--quiet"], { cwd: repository.path("sub"), env: GIT_ENV });
    assert.deepEqual((await touched(".")).names, ["s", "t"]);
    repository.commit();
    assert.deepEqual((await touched(".")).names, ["s", "t"]);
  });

  it("follows links to changed files, and changed links", async () => {
    branchFrom({ "target.txt": pod("a"), "other.txt": pod("o"), "k8s/b.yaml": pod("b") });
    symlinkSync("../target.txt", repository.path("k8s/a.yaml"));
    symlinkSync("../other.txt", repository.path("k8s/o.yaml"));
    repository.commit();
    repository.git("branch", "--force", "main");
    assert.deepEqual((await touched("k8s")).names, []);
    repository.write({ "target.txt": pod("a2") });
    assert.deepEqual((await touched("k8s")).names, ["a2"]);
    rmSync(repository.path("k8s/o.yaml"));
    symlinkSync("../target.txt", repository.path("k8s/o.yaml"));
    assert.deepEqual((await touched("k8s")).names, ["a2"]);
  });

  it("accepts violations, and reports no entry about another file as unused", async () => {
    branchFrom({ "a.yaml": pod("a"), "b.yaml": pod("b") });
    assert.equal((await lint(["--update-accept", "accepted.json", "--reason", "old debt", "."])).code, 0);
    repository.commit();
    repository.git("branch", "--force", "main");
    const ports = "{name: c, image: i, ports: [{containerPort: 1, hostPort: 1}]}";
    const changed = pod("b").replace("hostNetwork: true, ", "").replace("{name: c, image: i}", ports);
    repository.write({ "b.yaml": changed });
    const unused = async (...args: readonly string[]): Promise<[number, string[]]> => {
      const { code, stdout } = await lint([...args, "--accept", "accepted.json", "-o", "json", "."]);
      const { notes } = JSON.parse(stdout) as { notes: { code: string; message: string }[] };
      const about = notes.filter((note) => note.code === "unused-acceptance");
      return [code, about.map(({ message }) => message.replace(/,.*/, ""))];
    };
    const ofB = "hostNamespaces of Pod/b in shop is accepted";
    assert.deepEqual(await unused("--changed-since", "main"), [1, [ofB]]);
    // Only a run over all files can know that no file has a workload any more.
    repository.git("rm", "--quiet", "a.yaml");
    assert.deepEqual(await unused("--changed-since", "main"), [1, [ofB]]);
    const [code, messages] = await unused();
    assert.equal(code, 1);
    assert.ok(messages.includes(ofB) && messages.includes("hostNamespaces of Pod/a in shop is accepted"));
  });
});

describe("charts and kustomizations with --changed-since", () => {
  const CHART = {
    "charts/web/Chart.yaml": "apiVersion: v2\nname: web\nversion: 0.1.0\n",
    "charts/web/values.yaml": "a: 1\n",
    "charts/web/templates/pod.yaml": "{{ .Values.a }}\n",
    "charts/web/templates/_helpers.tpl": "x\n",
    "charts/web2/Chart.yaml": "apiVersion: v2\nname: web2\nversion: 0.1.0\n",
    "charts/web2/templates/pod.yaml": "{{ .Values.a }}\n",
    "a.yaml": pod("a"),
  };
  const KUSTOMIZATION = {
    "base/kustomization.yaml": "resources: [pod.yaml]\n",
    "base/pod.yaml": pod("base"),
    "prod/kustomization.yaml": "resources: [../base]\npatches: [{path: patch.yaml}]\n",
    "prod/patch.yaml": "apiVersion: v1\nkind: Pod\nmetadata: {name: base}\n",
    "test/kustomization.yaml": "resources: [pod.yaml]\nnamespace: t\n",
    "test/pod.yaml": pod("test"),
    "a.yaml": pod("a"),
  };

  /** The files of charts and kustomizations that the report is about. */
  async function notes(): Promise<string[]> {
    const { stdout } = await lint(["--changed-since", "main", "-o", "json", "."]);
    const report = JSON.parse(stdout) as { notes: { code: string; file?: string }[] };
    const rendered = report.notes.filter(({ code }) => code === "helm-chart" || code === "kustomization");
    return rendered.flatMap(({ file }) => file ?? []).toSorted();
  }

  for (const [what, name] of [
    ["its values", "charts/web/values.yaml"],
    ["a template", "charts/web/templates/pod.yaml"],
    ["a file that is no YAML", "charts/web/templates/_helpers.tpl"],
    ["a file that is deleted", "charts/web/values.yaml"],
    ["a new file", "charts/web/templates/new.yaml"],
  ] as const) {
    it(`report on a chart for ${what}`, async () => {
      branchFrom(CHART);
      assert.deepEqual(await notes(), []);
      if (what.includes("deleted")) rmSync(repository.path(name));
      else repository.write({ [name]: "changed\n" });
      assert.deepEqual(await notes(), ["charts/web/Chart.yaml"]);
    });
  }

  it("report on a chart for a file of a chart that it depends on", async () => {
    const chart = (name: string, ...dependencies: string[]): string => {
      const list = dependencies.map((one) => `\n- {name: ${one}, version: 0.1.0, repository: "file://../${one}"}`);
      return `apiVersion: v2\nname: ${name}\nversion: 0.1.0\ndependencies:${list.join("") || " []"}\n`;
    };
    branchFrom({
      ...CHART,
      ".gitignore": "charts/*/charts/\n",
      "charts/web/Chart.yaml": chart("web", "common"),
      "charts/common/Chart.yaml": `type: library\n${chart("common", "base", "web")}`,
      "charts/common/templates/_pod.tpl": "x\n",
      "charts/base/Chart.yaml": chart("base"),
      "charts/base/templates/_pod.tpl": "x\n",
      "shared/linked/Chart.yaml": chart("linked"),
      "shared/linked/values.yaml": "a: 1\n",
    });
    mkdirSync(repository.path("charts/web2/charts"));
    symlinkSync("../../../shared/linked", repository.path("charts/web2/charts/linked"));
    assert.deepEqual(await notes(), []);
    const users = async (name: string): Promise<string[]> => {
      repository.write({ [name]: "changed\n" });
      const found = (await notes()).filter((file) => /web2?.Chart/.test(file));
      repository.git("checkout", "--quiet", "--", ".");
      return found;
    };
    assert.deepEqual(await users("charts/common/templates/_pod.tpl"), ["charts/web/Chart.yaml"]);
    assert.deepEqual(await users("charts/base/templates/_pod.tpl"), ["charts/web/Chart.yaml"]);
    assert.deepEqual(await users("shared/linked/values.yaml"), ["charts/web2/Chart.yaml"]);
  });

  for (const [what, name, expected] of [
    ["its own file", "prod/kustomization.yaml", ["prod/kustomization.yaml"]],
    ["a patch", "prod/patch.yaml", ["prod/kustomization.yaml"]],
    ["a resource of its base", "base/pod.yaml", ["prod/kustomization.yaml"]],
    ["the file of its base", "base/kustomization.yaml", ["prod/kustomization.yaml"]],
    ["a resource", "test/pod.yaml", ["test/kustomization.yaml"]],
    ["nothing that it loads", "a.yaml", []],
  ] as const) {
    it(`report on a kustomization for ${what}`, async () => {
      branchFrom(KUSTOMIZATION);
      assert.deepEqual(await notes(), []);
      writeFileSync(name, `# changed\n${readFileSync(name, "utf8")}`);
      assert.deepEqual(await notes(), expected);
    });
  }

  it("report on a kustomization for a chart that it renders", async () => {
    branchFrom({
      ...CHART,
      "prod/kustomization.yaml": "helmGlobals: {chartHome: ../charts}\nhelmCharts: [{name: web, releaseName: web}]\n",
      "test/kustomization.yaml": "helmCharts: [{name: own, releaseName: own}]\n",
      "test/charts/own/Chart.yaml": "apiVersion: v2\nname: own\nversion: 0.1.0\n",
    });
    const found = async (): Promise<string[]> => (await notes()).filter((file) => file.endsWith("kustomization.yaml"));
    assert.deepEqual(await found(), []);
    repository.write({ "charts/web/values.yaml": "a: 2\n" });
    assert.deepEqual(await found(), ["prod/kustomization.yaml"]);
    repository.write({ "test/charts/own/values.yaml": "a: 2\n" });
    assert.deepEqual(await found(), ["prod/kustomization.yaml", "test/kustomization.yaml"]);
  });

  it("report on no kustomization for another file in the directory of its base", async () => {
    branchFrom({
      ...KUSTOMIZATION,
      "prod/kustomization.yaml": "resources: [../base, ../base]\nnamespace: p\n",
      "base/README.md": "x",
    });
    repository.write({ "base/README.md": "changed" });
    assert.deepEqual(await notes(), []);
  });

  it("report on objects from a changed chart or with changed values", async () => {
    const binaries = mkdtempSync(join(tmpdir(), "kubectl-pss-helm-"));
    after(() => rmSync(binaries, { recursive: true }));
    const output = `---\n# Source: web/templates/pod.yaml\n${pod("rendered")}`;
    writeFileSync(join(binaries, "helm"), `#!/bin/sh\n[ "$1" = template ] || exit 0\ncat <<'END'\n${output}END\n`, {
      mode: 0o755,
    });
    branchFrom({ ...CHART, "values/prod.yaml": "a: 1\n" });
    const said: (string | undefined)[] = [];
    const render = async (): Promise<string> => {
      const args = [
        "lint",
        "--changed-since",
        "main",
        "--render",
        "--values",
        "values/prod.yaml",
        "-o",
        "name",
        "charts/web",
      ];
      const { stdout, stderr } = await runCli(args, { env: { ...GIT_ENV, PATH: `${binaries}:${GIT_ENV["PATH"]}` } });
      assert.doesNotMatch(stderr, /^error/m);
      said.push(/^info: (.* changed) since main/m.exec(stderr)?.[1]);
      return stdout;
    };
    assert.equal(await render(), "");
    for (const name of ["values/prod.yaml", "charts/web/values.yaml"]) {
      repository.write({ [name]: "a: 2\n" });
      assert.equal(await render(), "pod/rendered\n", name);
      repository.git("checkout", "--quiet", "--", ".");
    }
    assert.deepEqual(said, ["no input changed", "1 values file changed", "1 of 1 file changed"]);
  });

  it("do not make a run incomplete if they did not change", async () => {
    branchFrom(CHART);
    assert.equal((await lint(["charts/web"])).code, 3);
    const { code, stderr } = await lint(["--changed-since", "main", "charts/web"]);
    assert.equal(code, 0);
    assert.match(stderr, /no input changed since main .*: 1 note, 1 unreadable input$/m);
    repository.write({ "charts/web/values.yaml": "a: 2\n" });
    assert.equal((await lint(["--changed-since", "main", "charts/web"])).code, 3);
  });
});

describe("lint --changed-since rejects", () => {
  for (const [what, args, message] of [
    ["an empty revision", ["--changed-since=", "."], /^error: --changed-since needs a revision\nName a branch/],
    [
      "an unknown revision",
      ["--changed-since", "x\u001b[31m", "."],
      /^error: --changed-since "x\\x1b\[31m": the repository has no such commit\n/,
    ],
    [
      "a branch whose name is missing",
      ["--changed-since", "origin/", "."],
      /^error: --changed-since "origin\/": the repository has no such commit\nThe name of the branch is missing: a variable of CI is empty/,
    ],
    [
      "to write accepted violations",
      ["--changed-since", "main", "--update-accept", "a.json", "."],
      /^error: --changed-since is not for --update-accept: .*\nLeave --changed-since out\.\n/,
    ],
  ] as const) {
    it(what, async () => {
      repository.commit({ "a.yaml": pod("a") });
      const { code, stdout, stderr } = await lint(args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  it("a directory without a repository", async () => {
    const empty = mkdtempSync(join(tmpdir(), "kubectl-pss-empty-"));
    after(() => rmSync(empty, { recursive: true }));
    writeFileSync(join(empty, "a.yaml"), pod("a"));
    process.chdir(empty);
    const { code, stdout, stderr } = await lint(["--changed-since", "main", "a.yaml"]);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(
      stderr,
      /^error: --changed-since needs a Git repository with a working tree; git says: fatal: not a git/,
    );
  });
});
