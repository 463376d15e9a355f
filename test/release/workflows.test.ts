import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { load } from "js-yaml";
import manifest from "../../package.json" with { type: "json" };
import { archiveName, TARGETS } from "../../release/targets.ts";
import { buildTools, runProgram } from "./tools.ts";
import {
  runStep,
  workflowCalled,
  WORKFLOWS,
  type Job,
  type Step,
  type StepRun,
  type StepSetting,
} from "./workflow-steps.ts";

const tools = await buildTools("The workflows are not tried with actionlint", "actionlint");

const workspace = mkdtempSync(join(tmpdir(), "kubectl-pss-workflows-"));
after(() => rmSync(workspace, { recursive: true }));

const RELEASE = workflowCalled("release.yml");
const jobs: readonly (readonly [name: string, job: Job])[] = WORKFLOWS.flatMap((workflow) =>
  Object.entries(workflow.jobs).map(([name, job]) => [`${workflow.file} ${name}`, job] as const),
);
const scripts = jobs.flatMap(([name, { steps }]) =>
  steps.flatMap(({ run }) => (run === undefined ? [] : [{ name, run }])),
);

if (tools !== undefined) {
  const [actionlint] = tools;
  // What it asks of programs that one machine has and another has not is left out.
  const FLAGS = ["-no-color", "-shellcheck=", "-pyflakes="];

  describe("actionlint", () => {
    it("finds nothing wrong with the workflows", async () => {
      const { code, stdout, stderr } = await runProgram(actionlint, [...FLAGS, ...WORKFLOWS.map(({ file }) => file)]);
      assert.deepEqual([code, stdout, stderr], [0, "", ""]);
    });

    it("would find what is wrong", async () => {
      const file = join(workspace, "wrong.yml");
      writeFileSync(file, RELEASE.text.replace("needs: verify", "needs: verified"));
      const { code, stdout } = await runProgram(actionlint, [...FLAGS, file]);
      assert.equal(code, 1);
      assert.match(stdout, /needs job "verified" which does not exist/);
    });
  });
}

describe("each workflow", () => {
  it("pins each action by its commit, and says the version, the same everywhere", () => {
    const pins = new Map<string, string>();
    for (const { file, text } of WORKFLOWS) {
      for (const [line] of text.matchAll(/^.*\buses:.*$/gm)) {
        const [, action = "", pin = ""] = /^ +(?:- )?uses: ([\w./-]+)@([\da-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
        assert.notEqual(pin, "", `${file}: ${line.trim()}`);
        assert.equal(pin, pins.get(action) ?? pin, action);
        pins.set(action, pin);
      }
    }
    // Nobody but GitHub is trusted.
    for (const action of pins.keys()) assert.match(action, /^actions\//);
    assert.ok(pins.size > 3);
  });

  it("gives its jobs no permission that they do not name", () => {
    for (const { file, permissions, concurrency } of WORKFLOWS) {
      assert.deepEqual(permissions, {}, file);
      assert.ok(concurrency !== undefined, file);
    }
    for (const [name, { permissions }] of jobs) assert.ok(permissions !== undefined, name);
  });

  it("ends each job in time", () => {
    for (const [name, job] of jobs) assert.ok((job["timeout-minutes"] ?? Infinity) <= 90, name);
  });

  it("puts no expression into a script: what it needs comes as a variable", () => {
    for (const { name, run } of scripts) assert.doesNotMatch(run, /\$\{\{/, name);
  });

  it("leaves no token in a checkout", () => {
    const checkouts = jobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );
    assert.ok(checkouts.length > 3);
    for (const { with: inputs } of checkouts) assert.equal(inputs?.["persist-credentials"], false);
  });

  it("runs what there is", () => {
    const names: Readonly<Record<string, string>> = manifest.scripts;
    for (const { file, text } of WORKFLOWS) {
      for (const [, script = ""] of text.matchAll(/\bnpm run ([\w:]+)/g))
        assert.ok(script in names, `${file}: ${script}`);
      for (const [path] of text.matchAll(/(?<![\w/])(?:release|deploy)\/[\w.]+/g))
        assert.ok(existsSync(path), `${file}: ${path}`);
    }
    for (const { run } of scripts) execFileSync("bash", ["-n", "-c", run]);
  });
});

describe("the release", () => {
  it("may write only where it publishes, each job what it has to", () => {
    const writes = Object.entries(RELEASE.jobs).map(([name, { permissions = {} }]) => [
      name,
      Object.keys(permissions).filter((scope) => permissions[scope] === "write"),
    ]);
    assert.deepEqual(Object.fromEntries(writes), {
      verify: [],
      executables: [],
      package: [],
      publish: ["contents", "id-token", "attestations"],
      npm: ["id-token"],
      container: ["packages", "id-token", "attestations", "artifact-metadata"],
    });
  });

  it("asks for approval where it may write, and installs nothing there", () => {
    for (const [name, { permissions = {}, environment, steps }] of Object.entries(RELEASE.jobs)) {
      if (!Object.values(permissions).includes("write")) continue;
      assert.equal(environment, "release", name);
      for (const { run = "" } of steps)
        assert.doesNotMatch(run, /\bnp(?:m (?:ci|i|install|run|exec)|x)\b|apt-get|curl/, name);
    }
  });

  it("publishes nothing that is not verified", () => {
    const needs = (name: string): readonly string[] => [RELEASE.jobs[name]?.needs ?? []].flat();
    const all = (name: string): readonly string[] => [...needs(name), ...needs(name).flatMap(all)];
    for (const name of ["publish", "npm", "container"]) {
      assert.deepEqual([...new Set(all(name))].filter((each) => each !== "publish").toSorted(), [
        "executables",
        "package",
        "verify",
      ]);
    }
  });

  it("uses no cache, which a pull request may have filled", () => {
    for (const { steps } of Object.values(RELEASE.jobs)) {
      for (const { uses = "", with: inputs } of steps) {
        assert.doesNotMatch(uses, /^actions\/cache/);
        if (uses.startsWith("actions/setup-node@")) assert.equal(inputs?.["package-manager-cache"], false);
        if (uses.startsWith("actions/setup-go@")) assert.equal(inputs?.["cache"], false);
      }
    }
  });

  it("makes the executable of each platform", () => {
    const targets = RELEASE.jobs["executables"]?.strategy?.matrix.include.map(({ target }) => target);
    assert.deepEqual(
      targets,
      TARGETS.map(({ name }) => name),
    );
  });
});

const VERSION = "1.2.3";
const TAG = `v${VERSION}`;
const RELEASED = {
  GITHUB_REF_NAME: TAG,
  GITHUB_REPOSITORY: "Some-Owner/kubectl-pss",
  GITHUB_SERVER_URL: "https://github.com",
};
const CANDIDATE = { ...RELEASED, GITHUB_REF_NAME: `${TAG}-rc.1` };
const NOTES = {
  "package.json": JSON.stringify({ version: VERSION }),
  "CHANGELOG.md": `# Changelog\n\n## Unreleased\n\n- c\n\n## ${VERSION} (2026-12-01)\n\n- a\n  b\n- *d*\n\n## 1.2.2\n\n- e\n`,
};

/** Runs a step of a job of the release. */
async function tryStep(job: string, name: string, setting: StepSetting): Promise<StepRun> {
  const step: Step | undefined = RELEASE.jobs[job]?.steps.find((each) => each.name === name);
  assert.ok(step !== undefined, name);
  const run = await runStep(step, setting);
  after(() => rmSync(run.directory, { recursive: true }));
  return run;
}

describe("before a release", () => {
  const STEP = "The tag is the version of package.json, and CHANGELOG.md tells of it";

  it("the tag has to be that of the version, of which the changelog tells", async () => {
    const { code, stdout, stderr } = await tryStep("verify", STEP, { env: RELEASED, files: NOTES });
    assert.deepEqual([code, stdout, stderr], [0, "- a b\n- *d*\n", ""]);
  });

  for (const [what, env, files, message] of [
    ["another version", CANDIDATE, NOTES, `the tag is ${TAG}-rc.1, and package.json has ${VERSION}`],
    ["no version", { GITHUB_REF_NAME: "v1;id" }, NOTES, '"v1;id" is no tag of a release'],
    [
      "no section",
      RELEASED,
      { ...NOTES, "CHANGELOG.md": `## ${VERSION}-rc.1\n\n- a\n` },
      `CHANGELOG.md has no section of ${VERSION}`,
    ],
    [
      "an empty section",
      RELEASED,
      { ...NOTES, "CHANGELOG.md": `## ${VERSION}\n\n## 1\n\n- a\n` },
      `CHANGELOG.md has nothing in the section of ${VERSION}`,
    ],
    ["no changelog", RELEASED, { "package.json": NOTES["package.json"] }, "CHANGELOG.md cannot be read: ENOENT"],
  ] as const) {
    it(`there is none of ${what}`, async () => {
      const { code, stdout, stderr } = await tryStep("verify", STEP, { env, files });
      assert.deepEqual([code, stdout, stderr.split("\n")[0]], [2, "", `error: ${message}`]);
      assert.match(stderr, /^.*\n.*\S.*\n$/);
    });
  }

  it("the tag has to be on the default branch", async () => {
    const script = `${RELEASE.jobs["verify"]?.steps.find(({ name }) => name === "The tag is on the default branch")?.run}`;
    const commit = "git -c user.name=a -c user.email=a@b commit -q --allow-empty -m";
    const setUp = `git init -q\n${commit} one\ngit update-ref refs/remotes/origin/main HEAD\n`;
    for (const [more, code] of [
      ["", 0],
      [`${commit} two\n`, 1],
    ] as const) {
      const run = await runStep({ run: `${setUp}${more}${script}` }, { env: { BRANCH: "main" } });
      rmSync(run.directory, { recursive: true });
      assert.equal(run.code, code, run.stderr);
    }
  });
});

describe("an archive", () => {
  const NAME = "Run what is in the archive";
  const program = (version: string): Buffer => {
    const folder = mkdtempSync(join(workspace, "archive-"));
    const text = `#!/bin/sh\n[ "$1" = version ] && echo "kubectl-pss ${version}" || echo "$@"\n`;
    writeFileSync(join(folder, "kubectl-pss"), text, { mode: 0o755 });
    return execFileSync("tar", ["-cz", "kubectl-pss"], { cwd: folder });
  };

  it("is one whose program runs and has the tag's version", async () => {
    const files = { "release-artifacts/a.tar.gz": program(TAG), "release-artifacts/a.cdx.json": "{}" };
    const { code, stdout } = await tryStep("executables", NAME, { env: { ...RELEASED, RUNNER_OS: "Linux" }, files });
    assert.deepEqual([code, stdout], [0, `kubectl-pss ${TAG}\nlint examples/\n`]);
  });

  it("is not released where it has another", async () => {
    const files = { "release-artifacts/a.tar.gz": program("v1.2.30") };
    const { code } = await tryStep("executables", NAME, { env: { ...RELEASED, RUNNER_OS: "macOS" }, files });
    assert.equal(code, 1);
  });
});

describe("publishing", () => {
  const archives = Object.fromEntries(
    TARGETS.map((target) => [`release-artifacts/${archiveName(target, VERSION)}`, target.name]),
  );
  const bill = { [`release-artifacts/kubectl-pss_${TAG}.cdx.json`]: "{}" };
  const SUMS = "Write the checksums and the manifest for krew";

  it("writes the checksums of all, and the manifest for krew", async () => {
    const { code, stderr, directory } = await tryStep("publish", SUMS, {
      env: RELEASED,
      files: { ...archives, ...bill },
    });
    assert.deepEqual([code, stderr], [0, ""]);
    const folder = join(directory, "release-artifacts");
    const check = await runProgram("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: folder });
    assert.equal(check.code, 0, check.stderr);
    const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
    assert.deepEqual(sums.split("\n").length - 1, TARGETS.length + 1);
    const { spec } = load(readFileSync(join(folder, "pss.yaml"), "utf8")) as {
      spec: { platforms: { sha256: string }[] };
    };
    assert.deepEqual(
      spec.platforms.map(({ sha256 }) => sha256),
      TARGETS.map(({ name }) => createHash("sha256").update(name).digest("hex")),
    );
  });

  it("stops where an archive is missing", async () => {
    const all = Object.entries({ ...archives, ...bill });
    const files = Object.fromEntries(all.filter(([name]) => !name.endsWith(".zip")));
    const { code, stderr, directory } = await tryStep("publish", SUMS, { env: RELEASED, files });
    assert.equal(code, 2);
    assert.match(stderr, /there is no checksum of kubectl-pss_v1\.2\.3_windows_x64\.zip/);
    assert.ok(!existsSync(join(directory, "release-artifacts", "pss.yaml")));
  });

  it("makes a release at GitHub, of all files, with the changelog's text", async () => {
    const files = { ...NOTES, "release-artifacts/a": "", "release-artifacts/b": "" };
    const setting = { env: RELEASED, files, stubs: ["gh"] };
    const { code, stdout, directory } = await tryStep("publish", "Publish the release", setting);
    const args = [TAG, "--verify-tag", "--title", TAG, "--notes-file", "notes.md"];
    const asked = ["gh", "release", "create", ...args, "release-artifacts/a", "release-artifacts/b"];
    assert.deepEqual([code, stdout.trimEnd().split("\n")], [0, asked]);
    assert.equal(readFileSync(join(directory, "notes.md"), "utf8"), "- a b\n- *d*\n");
  });

  it("calls a release candidate a prerelease, and not the latest", async () => {
    const files = {
      "package.json": JSON.stringify({ version: `${VERSION}-rc.1` }),
      "CHANGELOG.md": `## ${VERSION}-rc.1\n\n- a\n`,
      "kubectl-pss-1.2.3-rc.1.tgz": "",
      "metadata.json": '{"containerimage.digest":"sha256:0"}',
    };
    const setting = { env: { ...CANDIDATE, GITHUB_SHA: "0" }, files, stubs: ["gh", "npm", "docker"] };
    const github = await tryStep("publish", "Publish the release", setting);
    assert.match(github.stdout, /^--prerelease$/m);
    const npm = await tryStep("npm", "Publish the package", setting);
    assert.match(npm.stdout, /^--tag\nnext$/m);
    const image = await tryStep("container", "Build and push the image", setting);
    assert.deepEqual(image.stdout.match(/(?<=^--tag\n).*$/gm), [`ghcr.io/some-owner/kubectl-pss:${TAG}-rc.1`]);
  });

  it("publishes the package to npm with its provenance", async () => {
    const files = { "kubectl-pss-1.2.3.tgz": "" };
    const { code, stdout } = await tryStep("npm", "Publish the package", { env: RELEASED, files, stubs: ["npm"] });
    const asked = "npm publish ./kubectl-pss-1.2.3.tgz --provenance --access public --tag latest";
    assert.deepEqual([code, stdout.trimEnd().split("\n").join(" ")], [0, asked]);
  });

  it("pushes an image of both platforms, and says which it was", async () => {
    const files = { "metadata.json": '{"containerimage.digest":"sha256:0123"}' };
    const setting = { env: { ...RELEASED, GITHUB_SHA: "0" }, files, stubs: ["docker"] };
    const { code, stdout, outputs } = await tryStep("container", "Build and push the image", setting);
    const name = "ghcr.io/some-owner/kubectl-pss";
    assert.deepEqual([code, outputs], [0, `name=${name}\ndigest=sha256:0123\n`]);
    assert.deepEqual(stdout.match(/(?<=^--tag\n).*$/gm), [`${name}:${TAG}`, `${name}:latest`]);
    assert.match(stdout, /^--platform\nlinux\/amd64,linux\/arm64$[^]*^VERSION=1\.2\.3$[^]*^--push$/m);
    // What the Containerfile cannot know: whose repository it is.
    const container = readFileSync(join("deploy", "Containerfile"), "utf8");
    const unknown = [...container.matchAll(/([\w.]+)="https:\/\/github\.com\/OWNER\//g)].map(([, label]) => label);
    const labels = stdout.match(/(?<=^--label\n)[\w.]+(?==https:\/\/github\.com\/Some-Owner\/kubectl-pss)/gm);
    assert.deepEqual(labels, unknown);
  });

  it("does not attest an image of which nobody knows the digest", async () => {
    const setting = { env: { ...RELEASED, GITHUB_SHA: "0" }, files: { "metadata.json": "{}" }, stubs: ["docker"] };
    const { code } = await tryStep("container", "Build and push the image", setting);
    assert.notEqual(code, 0);
  });

  it("packs a package that names the repository which makes it", async () => {
    const files = { "package.json": '{"name":"a","version":"1.2.3"}' };
    const { code, directory } = await tryStep("package", "Name the repository", { env: RELEASED, files });
    assert.equal(code, 0);
    assert.deepEqual(JSON.parse(readFileSync(join(directory, "package.json"), "utf8")).repository, {
      type: "git",
      url: "git+https://github.com/Some-Owner/kubectl-pss.git",
    });
  });
});

describe("Dependabot", () => {
  interface Update {
    readonly "package-ecosystem": string;
    readonly directory?: string;
    readonly directories?: readonly string[];
  }
  const { updates } = load(readFileSync(join(".github", "dependabot.yml"), "utf8")) as { updates: readonly Update[] };
  const foldersOf = (ecosystem: string): readonly string[] =>
    updates
      .filter((update) => update["package-ecosystem"] === ecosystem)
      .flatMap(({ directory, directories }) => directories ?? directory ?? []);

  it("knows each Go module, but those whose versions are Kubernetes' own", () => {
    const modules = globSync("*/**/go.mod", { exclude: ["node_modules"] }).map((file) => `/${dirname(file)}`);
    const ofKubernetes = ["/test/cluster/apiserver", "/test/conformance"];
    assert.deepEqual([...foldersOf("gomod"), ...ofKubernetes].toSorted(), modules.toSorted());
  });

  it("knows the packages, the actions and the image's base", () => {
    assert.deepEqual([foldersOf("npm"), foldersOf("github-actions"), foldersOf("docker")], [["/"], ["/"], ["/deploy"]]);
  });
});
