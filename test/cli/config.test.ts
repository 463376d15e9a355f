import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, beforeEach, describe, it } from "node:test";
import { parseYamlDocument } from "../../src/text/yaml.ts";
import { runCli, type CliResult } from "./run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-config-"));
const home = process.cwd();
beforeEach(() => {
  process.chdir(home);
  rmSync(root, { recursive: true });
  mkdirSync(join(root, "repository", ".git"), { recursive: true });
  process.chdir(join(root, "repository"));
});
after(() => {
  process.chdir(home);
  rmSync(root, { recursive: true });
});

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

const CONFIG = ".kubectl-pss.yaml";
const pod = (name: string, spec = "hostPID: true", namespace = "ns"): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, namespace: ${namespace}}, spec: {containers: [{name: a}], ${spec}}}\n---\n`;

const lint = (...args: readonly string[]): Promise<CliResult> => runCli(["lint", ...args]);
/** The workloads that `-o name` prints: those with violations that are not accepted. */
const violating = async (...args: readonly string[]): Promise<string[]> =>
  (await lint("-o", "name", ...args)).stdout.split("\n").filter((line) => line !== "");
/** The first line of --print-config. */
const found = async (...args: readonly string[]): Promise<string> =>
  (await lint("--print-config", ...args)).stdout.split("\n")[0] ?? "";

const NONE = "# No configuration was found.";
const isFile = (file: string): string => `# The configuration is ${file}.`;

describe("the configuration of a lint", () => {
  it("is found in the directory of the first input or above, within the Git repository", async () => {
    write("a/b/pod.yaml", pod("p"));
    write("c/pod.yaml", pod("p"));
    assert.equal(await found("a"), NONE);
    write(join(root, CONFIG), "");
    assert.equal(await found("a/b/pod.yaml"), NONE);
    write(CONFIG, "");
    assert.equal(await found("a/b/pod.yaml", "c"), isFile(CONFIG));
    assert.equal(await found("a/**/*.yaml"), isFile(CONFIG));
    write(`a/${CONFIG}`, "");
    assert.equal(await found("a/b/pod.yaml", "c"), isFile(`a/${CONFIG}`));
    assert.equal(await found("c", "a"), isFile(CONFIG));
    assert.equal(await found("-"), isFile(CONFIG));
    process.chdir("a");
    assert.equal(await found("../c"), isFile(`../${CONFIG}`));
    assert.equal(await found("-"), isFile(CONFIG));
  });

  it("is only that of one directory if there is no Git repository", async () => {
    rmSync(".git", { recursive: true });
    write("a/pod.yaml", pod("p"));
    write(CONFIG, "");
    assert.equal(await found("a"), NONE);
    assert.equal(await found("."), isFile(CONFIG));
    assert.equal(await found("a", "--config", CONFIG), isFile(CONFIG));
  });

  it("is not an input, and is an error with another ending", async () => {
    write("pod.yaml", pod("p"));
    write(CONFIG, "failOn: any\n");
    assert.equal((await lint(".")).stderr, "");
    assert.equal((await lint("--include-hidden", ".")).stderr, "");
    write(".kubectl-pss.yml", "");
    rmSync(CONFIG);
    const { code, stderr } = await lint(".");
    assert.equal(code, 2);
    assert.match(stderr, /^error: \.kubectl-pss\.yml is not read: the configuration has the name \.kubectl-pss\.yaml/);
  });

  it("is an error if it is a link to nothing", async () => {
    write("pod.yaml", pod("p"));
    symlinkSync("nowhere.yaml", CONFIG);
    const { code, stderr } = await lint(".");
    rmSync(CONFIG);
    assert.equal(code, 2);
    assert.match(stderr, /^error: \.kubectl-pss\.yaml: no such file or directory\n.*the target of the link/);
  });

  it("is no hidden manifest either, in no directory and for no command", async () => {
    write("pod.yaml", pod("p", "hostPID: false"));
    for (const directory of ["a", "a/.b", ".c"]) write(`${directory}/${CONFIG}`, "failOn: any\n");
    for (const input of [".", "**/*.yaml"]) {
      for (const args of [["lint"], ["lint", "--include-hidden"], ["fix"], ["audit", "-f"], ["plan", "-f"]]) {
        const { stderr } = await runCli([...args, input]);
        assert.doesNotMatch(stderr, /hidden|kubectl-pss\.yaml/, args.join(" "));
      }
    }
    write(".c/pod.yaml", pod("p"));
    assert.match((await lint(".")).stderr, /^info: 1 manifest in hidden files and directories skipped/m);
  });

  it("may be empty, or have comments only", async () => {
    write("pod.yaml", pod("p", ""));
    for (const text of ["", "# nothing\n", "{}\n"]) {
      write(CONFIG, text);
      assert.equal((await lint(".")).code, 0);
    }
  });

  it("names each fault with its line", async () => {
    write("pod.yaml", pod("p"));
    write(CONFIG, "failOn: anny\nlevels:\n  - levell: baseline\naccept:\n  - {check: hostPort, reason: 5}\n");
    const { code, stdout, stderr } = await lint(".");
    assert.deepEqual([code, stdout], [2, ""]);
    assert.deepEqual(stderr.split("\n").slice(0, -2), [
      'error: .kubectl-pss.yaml:1: failOn: expected one of enforce, audit, warn, any, none, found "anny"; did you mean any?',
      '.kubectl-pss.yaml:3: levels[0].levell: unknown field "levell"; did you mean level?',
      ".kubectl-pss.yaml:3: levels[0]: level is missing",
      '.kubectl-pss.yaml:5: accept[0].check: no check is named "hostPort"; did you mean hostPorts?',
      ".kubectl-pss.yaml:5: accept[0].reason: expected text, found a number; put it in quotes",
    ]);
  });

  for (const [text, message] of [
    ["failOn: any\nfailOn: warn\n", /^error: \.kubectl-pss\.yaml:2: the key "failOn" is there twice/],
    ["a: [\n", /^error: \.kubectl-pss\.yaml:2: /],
    ["- a\n", /^error: \.kubectl-pss\.yaml:1: expected an object, found a list/],
    ["{}\n---\n{}\n", /^error: \.kubectl-pss\.yaml:3: there is more than one document/],
  ] as const) {
    it(`must not be ${JSON.stringify(text)}`, async () => {
      write("pod.yaml", pod("p"));
      write(CONFIG, text);
      const { code, stderr } = await lint(".");
      assert.equal(code, 2);
      assert.match(stderr, message);
    });
  }

  it("is not read by other commands", async () => {
    write("pod.yaml", pod("p"));
    write(CONFIG, "failOn: [\n");
    write("ns.yaml", "{apiVersion: v1, kind: Namespace, metadata: {name: ns}}\n");
    assert.equal((await runCli(["audit", "-f", "."])).code, 0);
    assert.equal((await runCli(["audit", "-f", "pod.yaml", "--config", CONFIG])).code, 2);
  });
});

describe("levels", () => {
  beforeEach(() => {
    write("pod.yaml", pod("other", "hostPID: false", "x"));
    write("legacy/pod.yaml", pod("old", "hostPID: false", "shop"));
    write("new/pod.yaml", pod("new", "hostPID: false", "shop"));
  });
  const levels = "levels:\n  - {path: legacy/, level: privileged}\n  - {namespace: sho*, level: restricted}\n";

  it("judge each object by the first entry that matches its path and its namespace", async () => {
    write(CONFIG, levels);
    const { code, stdout } = await lint("-o", "json", ".");
    assert.equal(code, 1);
    const report = JSON.parse(stdout);
    const asked = report.namespaces.flatMap(({ workloads }: { workloads: { name: string; results: object[] }[] }) =>
      workloads.flatMap(({ name, results }) =>
        results.flatMap((result) => {
          const { level, requested, modes } = result as { level: string; requested: boolean; modes: string[] };
          return requested || modes.length > 0 ? [`${name} ${level} ${requested ? "level" : modes.join(",")}`] : [];
        }),
      ),
    );
    assert.deepEqual(asked.toSorted(), [
      "new restricted level",
      "old privileged level",
      "other baseline enforce",
      "other restricted audit,warn",
    ]);
    assert.deepEqual(report.levels, ["privileged:latest", "restricted:latest"]);
    const table = (await lint(".")).stdout;
    assert.match(table, /^Judged by the levels of \.kubectl-pss\.yaml; as in a namespace labelled enforce=baseline/m);
    assert.match((await lint("legacy", "new")).stdout, /^Judged by privileged and restricted \(\.kubectl-pss\.yaml\)/m);
  });

  it("do not count with --level", async () => {
    write(CONFIG, levels);
    assert.equal((await lint("--level", "baseline", ".")).code, 0);
  });

  it("have paths that begin at the directory of the file, and never match standard input", async () => {
    write(CONFIG, "levels: [{path: /legacy/*.yaml, level: restricted}]\n");
    process.chdir("legacy");
    assert.equal((await lint("pod.yaml")).code, 1);
    assert.equal((await runCli(["lint", "-"], { stdin: pod("old", "hostPID: false") })).code, 0);
  });
});

describe("other settings", () => {
  it("exclude files and directories as a .gitignore does, also those that a PATH names", async () => {
    for (const file of [
      "pod.yaml",
      "test/pod.yaml",
      "test/keep.yaml",
      "charts/test/pod.yaml",
      "a.tpl.yaml",
      "TEST/pod.yaml",
    ]) {
      write(file, pod(file.replaceAll(/\W/g, "-")));
    }
    write(CONFIG, 'exclude:\n  - "test/*"\n  - "!test/keep.yaml"\n  - "*.tpl.yaml"\n  - /charts/\n');
    assert.deepEqual(await violating("."), ["pod/TEST-pod-yaml", "pod/pod-yaml", "pod/test-keep-yaml"]);
    assert.match((await lint(".")).stderr, /^info: \.kubectl-pss\.yaml:1: 3 files or directories are excluded$/m);
    const only = await lint("test/pod.yaml");
    assert.deepEqual([only.code, only.stderr], [0, "info: .kubectl-pss.yaml:1: 1 file or directory is excluded\n"]);
    assert.equal((await lint("--fail-on-empty", "test/pod.yaml")).code, 2);
    assert.deepEqual(await violating("test"), ["pod/test-keep-yaml"]);
  });

  it("come from the file, unless a flag overrides them", async () => {
    write("pod.yaml", pod("p", "hostPID: false"));
    write(".hidden/pod.yaml", pod("h", "hostPID: false"));
    write(
      "ci/admission.yaml",
      "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\nexemptions: {namespaces: [ns]}\n",
    );
    write(CONFIG, "failOn: any\nserverVersion: v1.26\nincludeHidden: true\n");
    const run = JSON.parse((await lint("-o", "json", ".")).stdout);
    assert.deepEqual([run.failOn, run.serverVersion, run.summary.workloads], ["any", "v1.26", 2]);
    assert.equal((await lint(".")).code, 1);
    assert.equal((await lint("--fail-on", "enforce", ".")).code, 0);
    const other = JSON.parse((await lint("-o", "json", "--server-version", "v1.30", ".")).stdout);
    assert.equal(other.serverVersion, "v1.30");
    write(CONFIG, "admissionConfig: ci/admission.yaml\nfailOn: any\n");
    process.chdir("ci");
    assert.equal((await lint("../pod.yaml")).code, 0);
  });

  it("include the values of charts, with paths relative to the directory of the file, and only with --render", async () => {
    write("chart/Chart.yaml", "apiVersion: v2\nname: c\nversion: 0.1.0\n");
    write(CONFIG, "render:\n  values: [a.yaml, [b.yaml, c.yaml]]\n  set: [a=b]\n  kubeVersion: v1.30\n");
    process.chdir("chart");
    const printed = async (...args: readonly string[]) => {
      const { stdout } = await lint("--print-config", ...args, ".");
      return (parseYamlDocument(stdout).value as { render: unknown }).render;
    };
    const own = { set: ["a=***"], kubeVersion: "v1.30" };
    assert.deepEqual(await printed("--render"), { ...own, values: [["../a.yaml"], ["../b.yaml", "../c.yaml"]] });
    assert.deepEqual(await printed("--render", "--values", "d.yaml", "--kube-version", "1.31"), {
      ...own,
      values: [["d.yaml"]],
      kubeVersion: "1.31",
    });
    // A value may be a password, also after another `=` or a comma.
    const secret = await printed("--render", "--set", "db.password=s3=cret,token=s3", "--set-string", "b=s3");
    assert.doesNotMatch(JSON.stringify(secret), /s3|cret/);
    assert.match(JSON.stringify(secret), /"db\.password=\*\*\*".*"b=\*\*\*"/);
    assert.match(
      (await lint("--print-config", ".")).stdout,
      /^render: {2}# \.\.\/\.kubectl-pss\.yaml:1, without --render$/m,
    );
    write(`../${CONFIG}`, "render: {set: [a], releaseName: A}\n");
    assert.match((await lint(".")).stderr, /:1: render\.set\[0\]: expected KEY=VALUE[^]*:1: render\.releaseName: /);
  });

  it("include the places of pods in custom resources", async () => {
    const spec = "template: {spec: {hostPID: true, containers: [{name: a}]}}";
    write(
      "widget.yaml",
      `{apiVersion: example.com/v1, kind: Widget, metadata: {name: w, namespace: ns}, spec: {${spec}}}\n`,
    );
    assert.deepEqual(await violating("."), []);
    write(CONFIG, "podTemplates: [example.com/Widget=.spec.template]\n");
    assert.deepEqual(await violating("."), ["widget.example.com/w"]);
    assert.deepEqual(await violating("--pod-template", "example.com/Other=.spec.template", "."), []);
    write(CONFIG, "podTemplates: [Widget=.spec]\n");
    assert.match((await lint(".")).stderr, /yaml:1: podTemplates\[0\]: expected GROUP\/KIND=PATH/);
  });

  it("accept violations, which are not added to a list", async () => {
    write("pod.yaml", pod("p"));
    write(CONFIG, "accept:\n  - {check: host*, reason: the agent, until: 2026-11-30}\n");
    const { code, stdout } = await lint("--level", "baseline", ".");
    assert.equal(code, 0);
    assert.match(stdout, /hostNamespaces: the agent \(until 2026-11-30, \.kubectl-pss\.yaml:2\)/);
    const update = await lint("--level", "baseline", "--update-accept", "list.yaml", "--reason", "r", ".");
    assert.equal(update.stderr, "list.yaml: 0 entries added, 0 removed\n");
    write(CONFIG, "accept:\n  - {check: host*, reason: the agent, until: 2026-11-29}\n");
    const over = await lint("--level", "baseline", "pod.yaml");
    assert.equal(over.code, 1);
    assert.match(
      over.stderr,
      /^warning: \.kubectl-pss\.yaml:2: host\* was accepted until 2026-11-29, and counts again/,
    );
  });

  it("are printed with their origins, and nothing is judged", async () => {
    write("pod.yaml", pod("p"));
    write(CONFIG, "levels: [{level: baseline}]\nexclude: [a/]\n");
    const { code, stdout, stderr } = await lint("--print-config", "--fail-on", "warn", ".");
    assert.deepEqual([code, stderr], [0, ""]);
    assert.equal(
      stdout,
      `# The configuration is .kubectl-pss.yaml.
levels:  # .kubectl-pss.yaml:1
  - level: baseline:latest
serverVersion: null  # default
admissionConfig: null  # default
failOn: warn  # --fail-on
includeHidden: false  # default
exclude:  # .kubectl-pss.yaml:2
  - a/
podTemplates: []  # default
render: {}  # default
accept: []  # default
`,
    );
  });
});
