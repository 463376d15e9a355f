import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";
import { load } from "js-yaml";
import manifest from "../../package.json" with { type: "json" };
import { artifactsOf } from "../../release/gather.ts";
import { archiveName, TARGETS } from "../../release/targets.ts";
import { buildTools, runProgram } from "./tools.ts";
import { artifactFaults, attestationFaults, credentialFaults, downloadsOf } from "./workflow-faults.ts";
import {
  runStep,
  workflowCalled,
  workflowOf,
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
  // Without the checks by other programs, which not every machine has.
  const FLAGS = ["-no-color", "-shellcheck=", "-pyflakes="];

  describe("actionlint", () => {
    it("finds no error in the workflows", async () => {
      const { code, stdout, stderr } = await runProgram(actionlint, [...FLAGS, ...WORKFLOWS.map(({ file }) => file)]);
      assert.deepEqual([code, stdout, stderr], [0, "", ""]);
    });

    it("finds an error in a wrong workflow", async () => {
      const file = join(workspace, "wrong.yml");
      writeFileSync(file, RELEASE.text.replace("needs: verify", "needs: verified"));
      const { code, stdout } = await runProgram(actionlint, [...FLAGS, file]);
      assert.equal(code, 1);
      assert.match(stdout, /needs job "verified" which does not exist/);
    });
  });
}

describe("each workflow", () => {
  it("pins each action by its commit, with the version in a comment, the same everywhere", () => {
    const pins = new Map<string, string>();
    for (const { file, text } of WORKFLOWS) {
      for (const [line] of text.matchAll(/^.*\buses:.*$/gm)) {
        const [, action = "", pin = ""] = /^ +(?:- )?uses: ([\w./-]+)@([\da-f]{40} # v\d+\.\d+\.\d+)$/.exec(line) ?? [];
        assert.notEqual(pin, "", `${file}: ${line.trim()}`);
        assert.equal(pin, pins.get(action) ?? pin, action);
        pins.set(action, pin);
      }
    }
    // Only GitHub's actions are trusted.
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

  it("has a timeout for each job", () => {
    for (const [name, job] of jobs) assert.ok((job["timeout-minutes"] ?? Infinity) <= 90, name);
  });

  it("passes expressions to scripts only as variables", () => {
    for (const { name, run } of scripts) assert.doesNotMatch(run, /\$\{\{/, name);
  });

  it("leaves no token in a checkout", () => {
    const checkouts = jobs.flatMap(([, { steps }]) =>
      steps.filter(({ uses }) => uses?.startsWith("actions/checkout@")),
    );
    assert.ok(checkouts.length > 3);
    for (const { with: inputs } of checkouts) assert.equal(inputs?.["persist-credentials"], false);
  });

  it("runs existing scripts", () => {
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
  it("has write permissions only in the jobs that publish, each job only its own", () => {
    const writes = Object.entries(RELEASE.jobs).map(([name, { permissions = {} }]) => [
      name,
      Object.keys(permissions).filter((scope) => permissions[scope] === "write"),
    ]);
    assert.deepEqual(Object.fromEntries(writes), {
      verify: [],
      executables: [],
      package: [],
      image: [],
      "try-image": [],
      publish: ["contents", "id-token", "attestations"],
      npm: ["id-token"],
      container: ["packages", "id-token", "attestations", "artifact-metadata"],
    });
  });

  it("needs approval for jobs with write permission, which install nothing", () => {
    for (const [name, { permissions = {}, environment, steps }] of Object.entries(RELEASE.jobs)) {
      if (!Object.values(permissions).includes("write")) continue;
      assert.equal(environment, "release", name);
      for (const { run = "" } of steps)
        assert.doesNotMatch(run, /\bnp(?:m (?:ci|i|install|run|exec)|x)\b|apt-get|curl|docker (?!login)/, name);
    }
  });

  it("publishes only verified files", () => {
    const needs = (name: string): readonly string[] => [RELEASE.jobs[name]?.needs ?? []].flat();
    const all = (name: string): readonly string[] => [...needs(name), ...needs(name).flatMap(all)];
    for (const name of ["publish", "npm", "container"]) {
      assert.deepEqual([...new Set(all(name))].filter((each) => each !== "publish").toSorted(), [
        "executables",
        "image",
        "package",
        "try-image",
        "verify",
      ]);
    }
  });

  it("passes every gate first", () => {
    for (const [job, run] of [
      ["verify", ".ci/run"],
      ["verify", "npm run audit"],
      ["executables", 'npm run package -- "$TARGET"'],
    ] as const) {
      assert.ok(
        RELEASE.jobs[job]?.steps.some((step) => step.run === run && step.if === undefined),
        `${job} ${run}`,
      );
    }
  });

  it("uses a builder only of a pinned image, in a job without write permission", () => {
    const builders = jobs.flatMap(([name, { steps }]) =>
      steps.filter(({ run = "" }) => run.includes("buildx create")).map((step) => [name, step] as const),
    );
    assert.equal(builders.length, 1);
    for (const [name, { run, env }] of builders) {
      assert.equal(name, `${RELEASE.file} image`);
      assert.equal(run, 'docker buildx create --use --driver-opt "image=$BUILDKIT"');
      assert.match(env?.["BUILDKIT"] ?? "", /^moby\/buildkit:v\d+\.\d+\.\d+@sha256:[\da-f]{64}$/);
    }
  });

  it("uses no cache, because a pull request may have filled it", () => {
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

describe("each change", () => {
  it("builds the image from the archive for Linux, and runs it", () => {
    const { steps = [], strategy } = workflowCalled("ci.yml").jobs["executable"] ?? {};
    assert.ok(strategy?.matrix.include.some(({ target }) => target === "linux-x64"));
    const built = steps.findIndex(({ run }) => run?.startsWith("npm run package "));
    const image = steps.findIndex(({ run }) => run?.includes("docker build --file deploy/Containerfile "));
    assert.ok(built >= 0 && image > built);
    assert.equal(steps[image]?.if, "matrix.target == 'linux-x64'");
    assert.match(steps[image]?.run ?? "", /^docker run --rm kubectl-pss:try version$/m);
  });
});

describe("an artifact between jobs", () => {
  it("is uploaded by one job, and downloaded only by jobs that start after it", () => {
    for (const { file, jobs: all } of WORKFLOWS) assert.deepEqual(artifactFaults(all), [], file);
    const taken = Object.keys(RELEASE.jobs).map((job) => [job, downloadsOf(RELEASE.jobs, job)]);
    const executables = TARGETS.map(({ name }) => `executable-${name}`);
    assert.deepEqual(Object.fromEntries(taken), {
      verify: [],
      executables: [],
      package: [],
      image: ["executable-linux-x64", "executable-linux-arm64"],
      "try-image": ["image-to-try"],
      publish: [...executables, "bill-of-materials"],
      npm: ["package"],
      container: ["image"],
    });
  });

  const VERSION = "1.2.3";
  const released = [...artifactsOf(VERSION).values(), "SHA256SUMS", "pss.yaml"].map(
    (file) => `release-artifacts/${file}`,
  );
  const attestations = ({ publish }: Readonly<Record<string, Job>>): readonly string[] =>
    publish === undefined ? [] : attestationFaults(publish, `v${VERSION}`, released);

  it("is attested before it is released", () => {
    assert.deepEqual(attestations(RELEASE.jobs), []);
  });

  it("has its checksum in an output of its job, and every job that downloads it compares the checksum", () => {
    for (const [job, { outputs = {}, steps }] of Object.entries(RELEASE.jobs)) {
      for (const [name, value] of Object.entries(outputs)) {
        const [, id] = /^\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
        assert.ok(value.endsWith(`.${name} }}`) && steps.some((step) => step.id === id), `${job} ${name}`);
      }
    }
    assert.deepEqual(
      Object.keys(RELEASE.jobs["executables"]?.outputs ?? {}),
      TARGETS.map(({ name }) => name),
    );
    for (const [job, variable, value] of [
      ["image", "BUILT", "${{ toJSON(needs.executables.outputs) }}"],
      ["publish", "BUILT", "${{ toJSON(needs.executables.outputs) }}"],
      ["npm", "BUILT", "${{ needs.package.outputs.integrity }}"],
      ["container", "DIGEST", "${{ needs.image.outputs.digest }}"],
    ] as const) {
      const { needs = [], steps = [] } = RELEASE.jobs[job] ?? {};
      const [, maker = ""] = /needs\.(\w+)\./.exec(value) ?? [];
      // A job can read only outputs of its direct needs.
      assert.ok([needs].flat().includes(maker), `${job} ${maker}`);
      assert.ok(
        steps.some(({ env }) => env?.[variable] === value),
        `${job} ${variable}`,
      );
    }
  });

  it("is published with the required tokens, logins and permissions, and no others", () => {
    for (const { file, jobs: all } of WORKFLOWS) assert.deepEqual(credentialFaults(all), [], file);
  });

  const [, attestProvenance = ""] =
    /( {6}- name: Attest where all of it comes from\n[^]*?)(?= {6}- )/.exec(RELEASE.text) ?? [];
  const [, logIn = ""] = /( {6}- name: Log in to the registry\n[^]*?)(?= {6}[-#] )/.exec(RELEASE.text) ?? [];
  const [, checkAll = ""] =
    /( {6}- name: Take the files that were made, all[^]*?)(?= {6}[-#] )/.exec(RELEASE.text) ?? [];
  for (const [what, from, to, fault] of [
    ["an upload that no job takes", "name: image-to-try\n", "name: image-tried\n", "image: no job takes image-tried"],
    [
      "a download of another name",
      "          name: package\n      - name",
      "          name: pack\n      - name",
      "npm: no job before it uploads pack",
    ],
    [
      "a wrong pattern",
      "pattern: executable-linux-*",
      "pattern: executables-*",
      "image: no job before it uploads executables-*",
    ],
    [
      "a job that does not wait",
      "needs: [image, publish]",
      "needs: verify",
      "container: no job before it uploads image",
    ],
    [
      "a merge",
      "path: artifacts\n",
      "path: artifacts\n          merge-multiple: true\n",
      "image: no step looks what executable-linux-* brings",
    ],
    ["an unseen pattern", checkAll, "", "publish: no step looks what {executable-*,bill-of-materials} brings"],
    [
      "an upload of nothing",
      "if-no-files-found: error",
      "if-no-files-found: warn",
      "executables: executable-${{ matrix.target }} may be empty",
    ],
    [
      "a second attempt that fails",
      "overwrite: true",
      "overwrite: false",
      "executables: executable-${{ matrix.target }} cannot be uploaded in a second attempt",
    ],
    ["no provenance", attestProvenance, "", "no step attests where all of it comes from"],
    [
      "the provenance of a part",
      "subject-path: release-artifacts/*\n",
      "subject-path: release-artifacts/*.zip\n",
      "no step attests where",
    ],
    [
      "a missing bill of materials",
      "sbom-path: release-artifacts/kubectl-pss_$",
      "sbom-path: release-artifacts/kubectl-pss-$",
      "no step attests what",
    ],
    [
      "the bill of a part",
      "            release-artifacts/*.zip\n          sbom",
      "          sbom",
      "no step attests what",
    ],
    ["no login", logIn, "", "container: it pushes, and has not logged in"],
    ["no token for gh", "          GH_TOKEN: ${{ github.token }}\n", "", "publish: gh has no token"],
    ["another repository for gh", "GH_REPO: ${{ github.repository }}", "GH_REPO: a/b", "publish: gh has no token"],
    [
      "an image without its attestation",
      "          push-to-registry: true\n",
      "",
      "container: the image's attestation is not beside it",
    ],
    ["no permission to release", "contents: write", "contents: read", "publish: may not write contents"],
    ["no permission to push", "packages: write", "packages: read", "container: may not write packages"],
    ["no permission to sign", "id-token: write", "id-token: none", "publish: may not write id-token"],
    [
      "an unused permission",
      "id-token: write # npm",
      "contents: write\n      id-token: write # npm",
      "npm: has no use for writing contents",
    ],
    ["no permission to check out", "contents: read", "packages: read", "verify: may not read what it checks out"],
  ] as const) {
    it(`has a detected fault with ${what}`, () => {
      const text = RELEASE.text.replace(from, to);
      assert.notEqual(text, RELEASE.text);
      const { jobs: all } = workflowOf(RELEASE.file, text);
      const faults = [...artifactFaults(all), ...credentialFaults(all), ...attestations(all)];
      assert.ok(
        faults.some((each) => each.startsWith(fault)),
        faults.join("\n") || "no fault",
      );
    });
  }
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

  it("the tag must have the package's version, and the changelog must have a section about it", async () => {
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
    it(`the check fails for ${what}`, async () => {
      const { code, stdout, stderr } = await tryStep("verify", STEP, { env, files });
      assert.deepEqual([code, stdout, stderr.split("\n")[0]], [2, "", `error: ${message}`]);
      assert.match(stderr, /^.*\n.*\S.*\n$/);
    });
  }

  for (const [what, npm, attempt, expected, message] of [
    [
      "npm must have the package",
      "exit 1",
      "1",
      1,
      /^::error::.*docs\/contributing\.md, Releasing, "Once, in a new repository"$/m,
    ],
    ["npm must not have the version", "echo 1", "1", 1, /^::error::npm has 1\.2\.3 already/m],
    ["npm may have the version in a second attempt", "echo 1", "2", 0, /^1$/m],
    ["npm may have other versions", 'case "$2" in *@*) exit 1 ;; esac', "1", 0, /^$/m],
  ] as const) {
    it(what, async () => {
      const setting = { env: { ...RELEASED, GITHUB_RUN_ATTEMPT: attempt }, programs: { npm } };
      const { code, stdout } = await tryStep("verify", "npm has the package, and not this version of it", setting);
      assert.equal(code, expected);
      assert.match(stdout, message);
    });
  }

  it("the message names an existing step of docs/contributing.md", () => {
    const text = readFileSync(join("docs", "contributing.md"), "utf8");
    assert.match(text, /^## Releasing$[^]*^Once, in a new repository:$[^]*^- npm /m);
  });

  it("the tag must be on the default branch", async () => {
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

  it("is accepted if its program runs and has the tag's version", async () => {
    const files = { "release-artifacts/a.tar.gz": program(TAG), "release-artifacts/a.cdx.json": "{}" };
    const { code, stdout } = await tryStep("executables", NAME, { env: { ...RELEASED, RUNNER_OS: "Linux" }, files });
    assert.deepEqual([code, stdout], [0, `kubectl-pss ${TAG}\nlint examples/\n`]);
  });

  it("is not released with another version", async () => {
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

  it("writes the checksums of all files, and the manifest for krew", async () => {
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

  it("stops if an archive is missing", async () => {
    const all = Object.entries({ ...archives, ...bill });
    const files = Object.fromEntries(all.filter(([name]) => !name.endsWith(".zip")));
    const { code, stderr, directory } = await tryStep("publish", SUMS, { env: RELEASED, files });
    assert.equal(code, 2);
    assert.match(stderr, /there is no checksum of kubectl-pss_v1\.2\.3_windows_x64\.zip/);
    assert.ok(!existsSync(join(directory, "release-artifacts", "pss.yaml")));
  });

  const NONE = 'printf "%s\\n" gh "$@"; [ "$2" != view ]';
  const CREATE = ["gh", "release", "create"];

  it("makes a GitHub release of all files, with the changelog's text", async () => {
    const files = { ...NOTES, "release-artifacts/a": "", "release-artifacts/b": "" };
    const setting = { env: RELEASED, files, programs: { gh: NONE } };
    const { code, stdout, directory } = await tryStep("publish", "Publish the release", setting);
    const args = [TAG, "--verify-tag", "--title", TAG, "--notes-file", "notes.md"];
    const asked = [...CREATE, ...args, "release-artifacts/a", "release-artifacts/b"];
    assert.deepEqual([code, stdout.trimEnd().split("\n")], [0, asked]);
    assert.equal(readFileSync(join(directory, "notes.md"), "utf8"), "- a b\n- *d*\n");
  });

  for (const [what, isDraft, there, expected, message] of [
    ["succeeds if the same files were released before", "false", "a", 0, undefined],
    ["changes nothing that was released", "false", "b", 1, "was released with other files"],
    ["makes no release if there is a draft", "true", "a", 1, "there is a draft of v1.2.3"],
  ] as const) {
    it(what, async () => {
      const gh = `case "$2" in view) echo ${isDraft} ;; download) mkdir released; printf ${there} >released/a ;; *) exit 9 ;; esac`;
      const setting = { env: RELEASED, files: { ...NOTES, "release-artifacts/a": "a" }, programs: { gh } };
      const { code, stdout } = await tryStep("publish", "Publish the release", setting);
      assert.equal(code, expected);
      assert.equal(
        /^::error::(.*)$/m.exec(stdout)?.[1]?.includes(message ?? ""),
        message === undefined ? undefined : true,
      );
    });
  }

  const PACKAGE = "a package";
  const INTEGRITY = `sha512-${createHash("sha512").update(PACKAGE).digest("base64")}`;
  const npm = (published: string): string =>
    `[ "$1" = view ] && { printf '%s' '${published}'; exit; }\nprintf '%s\\n' npm "$@"`;

  it("marks a release candidate as a prerelease, and not as the latest", async () => {
    const files = {
      "package.json": JSON.stringify({ version: `${VERSION}-rc.1` }),
      "CHANGELOG.md": `## ${VERSION}-rc.1\n\n- a\n`,
      "kubectl-pss-1.2.3-rc.1.tgz": PACKAGE,
    };
    const env = { ...CANDIDATE, BUILT: INTEGRITY, HOME: "/home/a" };
    const setting = { env, files, stubs: ["skopeo"], programs: { gh: NONE, npm: npm("") } };
    const github = await tryStep("publish", "Publish the release", setting);
    assert.match(github.stdout, /^--prerelease$/m);
    const published = await tryStep("npm", "Publish the package", setting);
    assert.match(published.stdout, /^--tag\nnext$/m);
    const image = await tryStep("container", "Push the image", setting);
    assert.deepEqual(image.stdout.match(/(?<=^docker:\/\/).*$/gm), [`ghcr.io/some-owner/kubectl-pss:${TAG}-rc.1`]);
  });

  for (const [what, built, published, code, printed] of [
    [
      "publishes the package to npm with its provenance",
      INTEGRITY,
      "",
      0,
      /^npm publish \.\/kubectl-pss-1\.2\.3\.tgz --provenance --access public --tag latest $/,
    ],
    [
      "publishes no package that another job made",
      "sha512-AAAA",
      "",
      1,
      /^::error::the package is sha512-\S+, and the job that made it said sha512-AAAA $/,
    ],
    ["succeeds if npm has that package", INTEGRITY, INTEGRITY, 0, /^npm has it already $/],
    [
      "fails if npm has another package of that version",
      INTEGRITY,
      "sha512-BBBB",
      1,
      /^::error::npm has another package of 1\.2\.3/,
    ],
  ] as const) {
    it(what, async () => {
      const files = { "kubectl-pss-1.2.3.tgz": PACKAGE };
      const setting = { env: { ...RELEASED, BUILT: built }, files, programs: { npm: npm(published) } };
      const run = await tryStep("npm", "Publish the package", setting);
      assert.equal(run.code, code, run.stderr);
      assert.match(run.stdout.replaceAll("\n", " "), printed);
    });
  }

  it("gets the package's checksum from the job that made it", async () => {
    const { outputs } = await tryStep("package", "Hand on the checksum, as npm writes it", {
      files: { "kubectl-pss-1.tgz": PACKAGE },
    });
    assert.equal(outputs, `integrity=${INTEGRITY}\n`);
  });

  it("gets the archives' checksums from the jobs that made them, and the bill's checksum from one of them", async () => {
    const files = { "release-artifacts/SHA256SUMS": "1  a.cdx.json\n2  a.tar.gz\n" };
    for (const [TARGET, sums] of [
      ["linux-x64", "1  a.cdx.json\n2  a.tar.gz\n"],
      ["win-x64", "2  a.tar.gz\n"],
    ] as const) {
      const run = await tryStep("executables", "Hand on the checksums of what is uploaded", { env: { TARGET }, files });
      assert.deepEqual([run.code, run.outputs], [0, `${TARGET}<<END\n${sums}END\n`]);
    }
  });

  it("builds an image for both platforms, and outputs its digest", async () => {
    const setting = {
      env: { ...RELEASED, GITHUB_SHA: "0" },
      stubs: ["docker"],
      programs: { skopeo: 'printf "%s\\n" skopeo "$@"' },
    };
    const { code, stdout, outputs } = await tryStep("image", "Build the image", setting);
    const digest = createHash("sha256").update("skopeo\ninspect\n--raw\noci-archive:image.tar\n").digest("hex");
    assert.deepEqual([code, outputs], [0, `digest=sha256:${digest}\n`]);
    assert.match(stdout, /^--platform\nlinux\/amd64,linux\/arm64$[^]*^VERSION=1\.2\.3$[^]*^type=oci,dest=image\.tar$/m);
    const tried = RELEASE.jobs["try-image"]?.strategy?.matrix.include.map(
      ({ arch }) => `docker-archive:image-${arch}.tar:kubectl-pss:try`,
    );
    assert.deepEqual(stdout.match(/^docker-archive:.*$/gm), tried);
    // The Containerfile cannot know the owner of the repository.
    const container = readFileSync(join("deploy", "Containerfile"), "utf8");
    const unknown = [...container.matchAll(/([\w.]+)="https:\/\/github\.com\/OWNER\//g)].map(([, label]) => label);
    const labels = stdout.match(/(?<=^--label\n)[\w.]+(?==https:\/\/github\.com\/Some-Owner\/kubectl-pss)/gm);
    assert.deepEqual(labels, unknown);
  });

  it("runs the image and compares its version with the tag, before anything is public", async () => {
    for (const [version, expected] of [
      [TAG, 0],
      ["v1.2.30", 1],
    ] as const) {
      const docker = `case "$*" in *" version") echo "kubectl-pss ${version}" ;; *) echo "$@" ;; esac`;
      const setting = { env: { ...RELEASED, ARCH: "arm64" }, programs: { docker } };
      const { code, stdout } = await tryStep("try-image", "Run the image", setting);
      assert.equal(code, expected);
      assert.equal(/--network none --read-only .* kubectl-pss:try lint \/examples$/m.test(stdout), expected === 0);
      assert.match(stdout, /^load --input image-arm64\.tar$/m);
    }
    const needs = [RELEASE.jobs["publish"]?.needs ?? []].flat();
    assert.ok(needs.includes("try-image"));
  });

  it("pushes only that image, with all its parts", async () => {
    const setting = { env: { ...RELEASED, HOME: "/home/a" }, stubs: ["skopeo"] };
    const { code, stdout, outputs } = await tryStep("container", "Push the image", setting);
    const name = "ghcr.io/some-owner/kubectl-pss";
    assert.deepEqual([code, outputs], [0, `name=${name}\n`]);
    const args = "skopeo copy --all --preserve-digests --authfile /home/a/.docker/config.json oci-archive:image.tar";
    const asked = [TAG, "latest"].map((tag) => `${args} docker://${name}:${tag}`);
    assert.equal(stdout.trimEnd().split("\n").join(" "), asked.join(" "));
    const digest = createHash("sha256").update("{}").digest("hex");
    for (const [DIGEST, expected] of [
      [`sha256:${digest}`, 0],
      [`sha256:${"0".repeat(64)}`, 1],
      ["", 1],
    ] as const) {
      const check = { env: { DIGEST }, programs: { skopeo: "printf '{}'" } };
      assert.equal((await tryStep("container", "It is the image that was tried", check)).code, expected, DIGEST);
    }
  });

  it("packs a package with the name of the repository that builds it", async () => {
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

  it("lists each Go module, except those with Kubernetes' own versions", () => {
    const modules = globSync("*/**/go.mod", { exclude: ["node_modules"] }).map((file) => `/${dirname(file)}`);
    const ofKubernetes = [
      "/test/cluster/apiserver",
      "/test/cluster/export/upstream",
      "/test/conformance",
      "/test/conformance-psp",
      ...modules.filter((folder) => folder.startsWith("/test/conformance-older")),
    ];
    assert.deepEqual([...foldersOf("gomod"), ...ofKubernetes].toSorted(), modules.toSorted());
  });

  it("lists the packages, the actions and the image's base", () => {
    assert.deepEqual([foldersOf("npm"), foldersOf("github-actions"), foldersOf("docker")], [["/"], ["/"], ["/deploy"]]);
  });
});
