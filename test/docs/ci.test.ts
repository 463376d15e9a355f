import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { load } from "js-yaml";
import { isRecord } from "../../src/api/record.ts";
import { FORMATS } from "../../src/render/format.ts";

const TEXT = readFileSync("docs/ci.md", "utf8");

/** The blocks of code in a language. They may be parts of larger files. */
function blocks(language: string): string[] {
  return [...TEXT.matchAll(/^```(\w*)\n(.*?)^```$/gms)].flatMap(([, name, code = ""]) =>
    name === language ? code : [],
  );
}

/** Every value with a key, at any depth of a document. */
function valuesOf(document: unknown, key: string): unknown[] {
  if (typeof document !== "object" || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) => [
    ...(name === key && !Array.isArray(document) ? [value] : []),
    ...valuesOf(value, key),
  ]);
}

const documents = blocks("yaml").map((code) => load(code));
const action = load(readFileSync("action.yml", "utf8"));
assert.ok(isRecord(action) && isRecord(action["inputs"]));
const inputs: Readonly<Record<string, unknown>> = action["inputs"];

const CHART = "apiVersion: v2\nname: web\nversion: 0.1.0\n";
const KUSTOMIZATION = "resources: [deployment.yaml]\n";
const FIXTURES = "test/fixtures/lint";
const COMMAND = fileURLToPath(new URL("../../bin/kubectl-pss.js", import.meta.url));
const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-ci-"));
after(() => rmSync(workspace, { recursive: true }));

/** A repository with every file that the examples name, manifests that meet every level, and stubs for the tools that render. */
function repository(): string {
  const directory = mkdtempSync(join(workspace, "repository-"));
  const put = (path: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text, { mode });
  };
  put("bin/kubectl-pss", `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`, 0o755);
  const kustomize = '[ "$1" = kustomize ] && [ -f "$2/kustomization.yaml" ] && exec cat "$2/deployment.yaml"';
  put("bin/kubectl", `#!/bin/sh\n${kustomize}\n[ "$1" = pss ] || exit 99\nshift\nexec kubectl-pss "$@"\n`, 0o755);
  put(
    "bin/helm",
    `#!/bin/sh\n[ "$1" = template ] || exit 99\nfor last; do [ -f "$last/Chart.yaml" ] && exec cat "${directory}/manifests/clean.yaml"; done\n`,
    0o755,
  );
  put(
    "bin/kustomize",
    `#!/bin/sh\n[ "$1" = build ] && [ -f "$2/kustomization.yaml" ] && cat "$2/deployment.yaml"\n`,
    0o755,
  );
  put("bin/reviewdog", '#!/bin/sh\n[ "$1" = -f=rdjson ] && grep -q diagnostics\n', 0o755);
  put("dev.yaml", "replicas: 1\n");
  put("prod.yaml", "replicas: 2\n");
  put("charts/web/Chart.yaml", CHART);
  put("charts/web/templates/deployment.yaml", "{{- include .Values.web }}\n");
  const clean = readFileSync(`${FIXTURES}/clean.yaml`, "utf8");
  put("manifests/clean.yaml", clean);
  put(
    "namespaces.yaml",
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-b, labels: {pod-security.kubernetes.io/enforce: restricted}}\n",
  );
  for (const overlay of ["overlays/prod", "apps/production", "apps/staging"]) {
    put(`${overlay}/kustomization.yaml`, KUSTOMIZATION);
    put(`${overlay}/deployment.yaml`, clean);
  }
  copyFileSync(`${FIXTURES}/admission.yaml`, join(directory, "admission.yaml"));
  put("apps/clean.yaml", clean);
  put(".gitignore", "*\n");
  // The branch begins at an empty commit, so all files on it are new.
  const git = ["-c", "user.name=a", "-c", "user.email=a@example.com"];
  execFileSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: directory });
  execFileSync("git", [...git, "commit", "--quiet", "--allow-empty", "--message=x"], { cwd: directory });
  return directory;
}

function runIn(directory: string, script: string): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", script], {
    cwd: directory,
    env: { PATH: `${directory}/bin:${process.env["PATH"]}`, HOME: directory },
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}

/** The parts of a job of GitLab. */
interface GitlabJob {
  readonly variables: Readonly<Record<string, unknown>>;
  readonly before_script: readonly string[];
  readonly script: readonly string[];
  readonly artifacts: { readonly reports: { readonly codequality: string; readonly junit: string } };
}

/** The job of GitLab with this name. */
function jobOf(name: string): GitlabJob {
  const found = documents.find((document) => isRecord(document) && name in document);
  assert.ok(isRecord(found));
  return found[name] as GitlabJob;
}

/** The parts of a Task of Tekton. */
interface TektonSpec {
  readonly params: readonly { readonly name: string; readonly default: string }[];
  readonly steps: readonly {
    readonly image: string;
    readonly workingDir: string;
    readonly command: readonly string[];
    readonly args: readonly string[];
  }[];
}

describe("docs/ci.md", () => {
  it("has YAML that can be read", () => {
    assert.ok(documents.length >= 8);
    for (const document of documents) assert.ok(typeof document === "object" && document !== null);
  });

  it("has shell commands that run, and each of them judges a workload that passes", () => {
    const scripts = [
      ...blocks("sh"),
      ...documents.flatMap((document) => [...valuesOf(document, "run"), ...valuesOf(document, "script")].flat()),
      ...blocks("groovy").flatMap((code) => [...code.matchAll(/\bsh '([^']+)'/g)].map(([, command]) => command)),
      ...[...TEXT.matchAll(/`(kubectl pss lint [^`\n]*)`/g)].map(([, command]) => command),
    ];
    assert.ok(scripts.length >= 12, String(scripts.length));
    for (const script of scripts) {
      assert.ok(typeof script === "string" && /kubectl[- ]pss/.test(script), `not executed: ${String(script)}`);
      const directory = repository();
      const { code, stdout, stderr } = runIn(directory, script);
      assert.equal(code, 0, `${script}\n${stdout}${stderr}`);
      const commands = String(script).match(/kubectl[- ]pss lint/g)?.length ?? 0;
      const redirected = /> (\S+)$/m.exec(String(script))?.[1];
      const report = redirected === undefined ? stdout : readFileSync(join(directory, redirected), "utf8");
      assert.ok(report.trim().split("\n").length >= commands, `${script} prints too little:\n${report}`);
      assert.doesNotMatch(report, /Nothing to judge/, String(script));
    }
  });

  it("has a job for GitLab that installs the program, and writes its reports", () => {
    const job = jobOf("pod-security");
    const directory = repository();
    rmSync(join(directory, "bin/kubectl-pss"));
    const release = join(directory, "releases", String(job.variables["VERSION"]));
    mkdirSync(release, { recursive: true });
    const archive = `kubectl-pss_${job.variables["VERSION"]}_linux_x64.tar.gz`;
    const program = `#!/bin/sh\nexec "${process.execPath}" "${COMMAND}" "$@"\n`;
    writeFileSync(join(release, "kubectl-pss"), program, { mode: 0o755 });
    execFileSync("tar", ["-czf", archive, "kubectl-pss"], { cwd: release });
    rmSync(join(release, "kubectl-pss"));
    const sums = execFileSync("sha256sum", [archive], { cwd: release, encoding: "utf8" });
    writeFileSync(join(release, "SHA256SUMS"), `${"0".repeat(64)}  another.tar.gz\n${sums}`);
    // GitLab runs both lists as one script. The test has a directory of its own in place of /usr/local/bin.
    const lines = [...job.before_script, ...job.script].map((line) =>
      line.replace("/usr/local/bin", `${directory}/bin`),
    );
    const variables = { ...job.variables, RELEASES: `file://${directory}/releases` };
    const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${String(value)}'`);
    const script = [...exports, ...lines].join("\n");
    const { code, stdout, stderr } = runIn(directory, script);
    assert.equal(code, 0, stdout + stderr);
    const { codequality, junit } = job.artifacts.reports;
    assert.deepEqual(JSON.parse(readFileSync(join(directory, codequality), "utf8")), []);
    assert.match(readFileSync(join(directory, junit), "utf8"), /<testcase /);
    // The commands do not unpack a file with another checksum.
    writeFileSync(join(release, archive), "tampered");
    rmSync(join(directory, "bin/kubectl-pss"));
    assert.notEqual(runIn(directory, script).code, 0);
    assert.ok(!existsSync(join(directory, "bin/kubectl-pss")));
  });

  it("has a job for GitLab with its keywords", () => {
    const validate = new Ajv({ strict: false }).compile(
      JSON.parse(readFileSync("test/schemas/gitlab-ci.json", "utf8")),
    );
    const document = { "pod-security": jobOf("pod-security") };
    assert.ok(validate(document), JSON.stringify(validate.errors));
    const job = document["pod-security"];
    for (const wrong of [
      { ...job, scripts: job.script },
      { ...job, script: undefined },
      { ...job, artifacts: { ...job.artifacts, when: "ever" } },
      { ...job, artifacts: { ...job.artifacts, reports: { code_quality: "a.json" } } },
    ]) {
      assert.ok(!validate(JSON.parse(JSON.stringify({ "pod-security": wrong }))));
    }
  });

  it("has a step for Tekton that judges the workspace", () => {
    const task = documents.find((document) => isRecord(document) && document["kind"] === "Task");
    assert.ok(isRecord(task) && isRecord(task["spec"]));
    const { params, steps } = task["spec"] as unknown as TektonSpec;
    const [step, ...others] = steps;
    assert.ok(step !== undefined && others.length === 0);
    const directory = repository();
    const replaced = (text: string): string =>
      params
        .reduce((value, { name, default: given }) => value.replaceAll(`$(params.${name})`, given), text)
        .replace("$(workspaces.source.path)", directory);
    const words = [...step.command, ...step.args].map((word) => `'${replaced(word)}'`).join(" ");
    const { code, stdout, stderr } = runIn(replaced(step.workingDir), words);
    assert.equal(code, 0, stdout + stderr);
    assert.match(stdout, /^No violations in 1 workload /);
    assert.match(step.image, /^ghcr\.io\/OWNER\/kubectl-pss:v\d/);
  });

  it("has a Task for Tekton with its fields, which meets restricted itself", () => {
    const validate = new Ajv({ strict: false }).compile(
      JSON.parse(readFileSync("test/schemas/tekton-task.json", "utf8")),
    );
    const [task, ...others] = documents.filter((document) => isRecord(document) && document["kind"] === "Task");
    assert.ok(isRecord(task) && isRecord(task["spec"]) && others.length === 0);
    assert.ok(validate(task), JSON.stringify(validate.errors));
    const { spec } = task;
    const { steps } = spec as unknown as TektonSpec;
    for (const wrong of [
      { ...task, apiVersion: "tekton.dev/v1beta1" },
      { ...task, spec: { ...spec, step: steps } },
      { ...task, spec: { ...spec, workspaces: [{ readOnly: true }] } },
      { ...task, spec: { ...spec, steps: steps.map(({ args, ...step }) => ({ ...step, args: args.join(" ") })) } },
      { ...task, spec: { ...spec, steps: steps.map((step) => ({ ...step, workdir: "." })) } },
    ]) {
      assert.ok(!validate(wrong), JSON.stringify(wrong));
    }
    const directory = repository();
    writeFileSync(join(directory, "task.json"), JSON.stringify(task));
    const { code, stdout, stderr } = runIn(directory, "kubectl-pss lint -n ci --level restricted --strict task.json");
    assert.equal(code, 0, stdout + stderr);
  });

  /** The rows on `--changed-since`: the system, and its revision. */
  const revisions = [...TEXT.matchAll(/^\| ([\w ]+) \| .* \| `(origin\/[^`]+)` \|$/gm)].map(
    ([, system = "", revision = ""]) => [system, revision.replace("${{ github.base_ref }}", "$BASE_REF")],
  );
  /** The variables of the systems in the pipeline of a pull request against main. */
  const VARIABLES =
    "BASE_REF=main CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main CHANGE_TARGET=main";

  /** A clone of a branch that adds one of two manifests which violate baseline. */
  function clone(...flags: readonly string[]): string {
    const directory = repository();
    const git = (...args: readonly string[]) =>
      execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: directory });
    const pod = (name: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop}\nspec: {hostPID: true, containers: [{name: a, image: x}]}\n`;
    const commit = (name: string): void => {
      writeFileSync(join(directory, `manifests/${name}.yaml`), pod(name));
      git("add", "--force", `manifests/${name}.yaml`);
      git("commit", "--quiet", "--message", name);
    };
    commit("old");
    git("switch", "--quiet", "--create", "topic");
    commit("new");
    const name = join(directory, "clone");
    git("clone", "--quiet", ...flags, "--branch", "topic", `file://${directory}`, name);
    return name;
  }

  function lintChanges(directory: string, revision: string): ReturnType<typeof runIn> {
    const bin = `export PATH="${dirname(directory)}/bin:$PATH"`;
    return runIn(
      directory,
      `${bin}\nexport ${VARIABLES}\nkubectl pss lint -o name --changed-since ${revision} manifests/`,
    );
  }

  it("has a revision for the changed files of each system, and uses the first in the example", () => {
    assert.deepEqual(
      revisions.map(([system]) => system),
      ["GitHub", "GitLab", "Azure Pipelines", "Jenkins"],
    );
    assert.ok(TEXT.includes("args: --changed-since origin/${{ github.base_ref }}\n"));
  });

  for (const [system = "", revision = ""] of revisions) {
    it(`finds the changed files in ${system} with all commits`, () => {
      const { code, stdout, stderr } = lintChanges(clone(), revision);
      assert.deepEqual([code, stdout], [1, "pod/new\n"], stderr);
    });

    for (const [what, flags] of [
      ["a shallow clone", ["--depth=1"]],
      ["a shallow clone with all branches", ["--depth=1", "--no-single-branch"]],
      ["a clone of one branch", ["--single-branch"]],
    ] as const) {
      it(`says in ${system} how to fetch the rest of ${what}`, () => {
        const directory = clone(...flags);
        const { code, stdout, stderr } = lintChanges(directory, revision);
        assert.deepEqual([code, stdout], [2, ""], stderr);
        assert.match(stderr, /^error: --changed-since "origin\/main": /m);
        assert.equal(stderr.includes("fetch-depth: 0"), what !== "a clone of one branch", stderr);
        const [, fetch = ""] = /: (git fetch .*)$/m.exec(stderr) ?? [];
        assert.equal(runIn(directory, fetch).code, 0, stderr);
        const again = lintChanges(directory, revision);
        assert.deepEqual([again.code, again.stdout], [1, "pod/new\n"], again.stderr);
      });
    }
  }

  it("has the command that fetches the target branch in Jenkins", () => {
    const directory = clone("--single-branch");
    const [, fetch = ""] = /`(git fetch origin "[^`]*)`/.exec(TEXT) ?? [];
    assert.equal(runIn(directory, `export ${VARIABLES}\n${fetch}`).code, 0);
    assert.equal(lintChanges(directory, "origin/$CHANGE_TARGET").stdout, "pod/new\n");
  });

  const loops = blocks("sh").filter((code) => code.includes("for "));
  const rendering = blocks("sh").filter((code) => code.includes("charts overlays"));

  it("has a command that judges each chart and overlay, and a loop over all apps", () => {
    assert.deepEqual([rendering.length, loops.length], [1, 1]);
    // Both are the same object.
    assert.match(runIn(repository(), rendering.join("")).stdout, /^No violations in 1 workload \(.*, 2 files\)/m);
    assert.equal(runIn(repository(), loops.join("")).stdout.match(/^No violations in 1 workload /gm)?.length, 2);
  });

  for (const [script = "", file] of [
    [rendering[0], "manifests/clean.yaml"],
    [rendering[0], "overlays/prod/deployment.yaml"],
    [loops[0], "apps/production/deployment.yaml"],
  ] as const) {
    it(`has a command that fails because of ${file}`, () => {
      const directory = repository();
      const path = join(directory, file);
      writeFileSync(path, readFileSync(path, "utf8").replace("spec:", "spec:\n  hostNetwork: true"));
      const { code, stdout } = runIn(directory, script);
      assert.equal(code, 1, stdout);
    });
  }

  it("shows the printed note on a chart", () => {
    const { stderr } = runIn(repository(), "kubectl pss lint .");
    const shown = blocks("").find((code) => code.startsWith("warning: "));
    assert.ok(shown !== undefined && stderr.includes(shown), stderr);
  });

  it("uses only inputs of the action, with existing formats", () => {
    const uses = documents
      .flatMap((document) => valuesOf(document, "steps").concat(Array.isArray(document) ? [document] : []))
      .flat()
      .filter((step) => isRecord(step) && String(step["uses"]).startsWith("OWNER/kubectl-pss@"));
    assert.ok(uses.length >= 5);
    for (const step of uses) {
      const given = isRecord(step) && isRecord(step["with"]) ? step["with"] : {};
      for (const name of Object.keys(given)) assert.ok(Object.hasOwn(inputs, name), name);
      const { format = "github" } = given;
      assert.ok(FORMATS.includes(String(format)), String(format));
    }
  });

  it("lists the action's inputs, and every format", () => {
    const rows = [...TEXT.matchAll(/^\| `([\w-]+)` \| ([^|]*)\| ([^|]*) \|$/gm)];
    assert.deepEqual(rows.map(([, name]) => name).toSorted(), Object.keys(inputs).toSorted());
    for (const [, name = "", shown = ""] of rows) {
      const input = inputs[name];
      const value = isRecord(input) ? String(input["default"]) : "";
      // The page names the default of the version in words.
      if (name !== "version") assert.equal(shown.trim(), value === "" ? "" : `\`${value}\``, name);
    }
    const [, , , formats = ""] = rows.find(([, name]) => name === "format") ?? [];
    assert.deepEqual(formats.replace("as `-o`: ", "").split(", ").toSorted(), [...FORMATS].toSorted());
  });

  it("names existing hooks", () => {
    const hooks = load(readFileSync(".pre-commit-hooks.yaml", "utf8"));
    const ids = documents.flatMap((document) => valuesOf(document, "hooks").flatMap((list) => valuesOf(list, "id")));
    assert.ok(ids.length >= 2);
    for (const id of ids) assert.ok(valuesOf(hooks, "id").includes(id), String(id));
  });

  it("links to existing files", () => {
    const headings = new Set(
      [...TEXT.matchAll(/^#+ (.*)$/gm)].map(([, title = ""]) => title.toLowerCase().replaceAll(" ", "-")),
    );
    for (const [, target = ""] of TEXT.matchAll(/\]\(([^)]+)\)/g)) {
      const [file = "", anchor = ""] = target.split("#");
      if (file === "") assert.ok(headings.has(anchor), target);
      else assert.ok(existsSync(join("docs", file)), target);
    }
  });
});
