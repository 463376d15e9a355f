import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, before, describe, it, test } from "node:test";
import { action, runStep, stepCalled, workspace, type Outcome } from "./action.ts";
import manifest from "../package.json" with { type: "json" };

const install = stepCalled("install");
const lint = stepCalled("lint");

describe("the action's description", () => {
  it("is a composite of three steps in bash, without other actions", () => {
    assert.equal(action.runs.using, "composite");
    assert.deepEqual(
      action.runs.steps.map(({ shell, uses }) => [shell, uses]),
      [
        ["bash", undefined],
        ["bash", undefined],
        ["bash", undefined],
      ],
    );
  });

  it("describes each input and output, and uses each input", () => {
    assert.deepEqual(Object.keys(action.inputs).toSorted(), [
      "args",
      "comment",
      "comment-id",
      "fail",
      "format",
      "output-file",
      "paths",
      "token",
      "version",
    ]);
    const used = new Set(action.runs.steps.flatMap(({ env }) => Object.values(env)));
    for (const [name, { description, required, default: value }] of Object.entries(action.inputs)) {
      assert.ok(description.length > 20, name);
      assert.deepEqual([required, typeof value], [false, "string"], name);
      assert.ok(used.has(`\${{ inputs.${name} }}`), `${name} is not used`);
    }
    for (const [name, { description, value }] of Object.entries(action.outputs)) {
      assert.ok(description.length > 20, name);
      const [, id, output] = /^\$\{\{ steps\.(\w+)\.outputs\.([\w-]+) \}\}$/.exec(value) ?? [];
      const step = action.runs.steps.find((each) => each.id === id);
      assert.ok(step?.run.includes(`printf '${output}=`), `${name} is never set`);
    }
  });

  it("passes its inputs to the scripts only as variables, and the scripts read all of them", () => {
    for (const { name, run, env } of action.runs.steps) {
      assert.doesNotMatch(run, /\$\{\{/, name);
      for (const variable of Object.keys(env)) assert.match(run, new RegExp(`\\$\\{?${variable}\\b`), variable);
    }
  });
});

const VERSION = "0.9.0-rc.1";
const PROGRAM = '#!/bin/sh\nprintf "%s\\n" "$@"\nexit "${EXIT:-0}"\n';

interface Release {
  readonly archive: Buffer;
  readonly sums: string;
}

/** A valid release: an archive with a program, and its checksum. */
function release(name: string): Release {
  const directory = mkdtempSync(join(workspace, "release-"));
  writeFileSync(join(directory, "kubectl-pss"), PROGRAM, { mode: 0o755 });
  execFileSync("tar", ["-czf", "archive", "kubectl-pss"], { cwd: directory });
  const archive = readFileSync(join(directory, "archive"));
  const sum = createHash("sha256").update(archive).digest("hex");
  return { archive, sums: `${"0".repeat(64)}  another.tar.gz\n${sum}  ${name}\n` };
}

describe("installing", () => {
  const served = new Map<string, Buffer | string>();
  const asked: string[] = [];
  let base = "";
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const body = served.get(request.url ?? "");
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  /** Serves a release, and installs it. */
  async function tryInstall(
    { archive, sums }: Partial<Release>,
    env: Readonly<Record<string, string>> = {},
    name = `kubectl-pss_v${VERSION}_linux_x64.tar.gz`,
  ): Promise<Outcome> {
    served.clear();
    asked.length = 0;
    if (archive !== undefined) served.set(`/v${VERSION}/${name}`, archive);
    if (sums !== undefined) served.set(`/v${VERSION}/SHA256SUMS`, sums);
    const variables = {
      VERSION: `v${VERSION}`,
      RUNNER_OS: "Linux",
      RUNNER_ARCH: "X64",
      REPOSITORY: "o/r",
      SERVER: "x",
    };
    return runStep(install, { ...variables, KUBECTL_PSS_DOWNLOAD_BASE: base, ...env });
  }

  for (const [os, arch, name] of [
    ["Linux", "X64", "linux_x64"],
    ["Linux", "ARM64", "linux_arm64"],
    ["macOS", "X64", "darwin_x64"],
    ["macOS", "ARM64", "darwin_arm64"],
  ] as const) {
    it(`a valid archive on ${os} ${arch}`, async () => {
      const file = `kubectl-pss_v${VERSION}_${name}.tar.gz`;
      const { code, output, path, outputs } = await tryInstall(
        release(file),
        { RUNNER_OS: os, RUNNER_ARCH: arch },
        file,
      );
      assert.deepEqual([code, output, outputs], [0, "", `version=v${VERSION}\n`]);
      assert.deepEqual(asked, [`/v${VERSION}/SHA256SUMS`, `/v${VERSION}/${file}`]);
      assert.equal(execFileSync(join(path, "kubectl-pss"), ["version"], { encoding: "utf8" }), "version\n");
    });
  }

  it("on Windows unpacks the program from a zip", async () => {
    const file = `kubectl-pss_v${VERSION}_windows_x64.zip`;
    const binaries = mkdtempSync(join(workspace, "bin-"));
    writeFileSync(join(binaries, "unzip"), '#!/bin/sh\nprintf "%s\\n" "${2##*/}" "$3" >"$5/$3"\n', { mode: 0o755 });
    const env = { RUNNER_OS: "Windows", RUNNER_ARCH: "X64", PATH: `${binaries}:${process.env["PATH"]}` };
    const { code, path } = await tryInstall(release(file), env, file);
    assert.equal(code, 0);
    assert.equal(readFileSync(join(path, "kubectl-pss.exe"), "utf8"), `${file}\nkubectl-pss.exe\n`);
  });

  it("with only shasum, as on macOS", async () => {
    const binaries = mkdtempSync(join(workspace, "bin-"));
    for (const tool of ["bash", "sed", "mktemp", "curl", "awk", "mkdir", "tar", "gzip"]) {
      const path = execFileSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).trim();
      writeFileSync(join(binaries, tool), `#!/bin/sh\nexec ${path} "$@"\n`, { mode: 0o755 });
    }
    const sha256sum = execFileSync("sh", ["-c", "command -v sha256sum"], { encoding: "utf8" }).trim();
    const shasum = `#!/bin/sh\n[ "$*" = "-a 256" ] && exec ${sha256sum}\n`;
    writeFileSync(join(binaries, "shasum"), shasum, { mode: 0o755 });
    const name = `kubectl-pss_v${VERSION}_linux_x64.tar.gz`;
    const good = release(name);
    const env = { PATH: binaries };
    assert.equal((await tryInstall(good, env)).code, 0);
    const bad = await tryInstall({ ...good, archive: Buffer.concat([good.archive, Buffer.from("x")]) }, env);
    assert.deepEqual([bad.code, bad.path], [1, ""]);
  });

  it("uses the version of the action's own source by default", async () => {
    await tryInstall({}, { VERSION: "" });
    assert.deepEqual(asked, [`/v${manifest.version}/SHA256SUMS`]);
  });

  it("downloads from the repository of the action", async () => {
    const { output } = await tryInstall({}, { KUBECTL_PSS_DOWNLOAD_BASE: "", SERVER: base, REPOSITORY: "owner/name" });
    assert.deepEqual(asked, [`/owner/name/releases/download/v${VERSION}/SHA256SUMS`]);
    assert.match(output, /^::error title=kubectl pss::http.*SHA256SUMS could not be downloaded\.$/m);
  });

  const name = `kubectl-pss_v${VERSION}_linux_x64.tar.gz`;
  const good = release(name);
  const tampered = Buffer.from(good.archive);
  tampered.writeUInt8(tampered.readUInt8(20) ^ 1, 20);

  for (const [what, served, env, message] of [
    ["a tampered archive", { ...good, archive: tampered }, {}, /is not the released file: its SHA-256 is [0-9a-f]{64}/],
    [
      "an archive without a checksum",
      { ...good, sums: "" },
      {},
      /does not contain kubectl-pss_v.* exactly once: nothing is run/,
    ],
    ["checksums of others", { ...good, sums: good.sums.replace(name, `${name}.sig`) }, {}, /does not contain/],
    ["two checksums", { ...good, sums: good.sums + good.sums }, {}, /does not contain/],
    ["an invalid checksum", { ...good, sums: `abc  ${name}\n` }, {}, /does not contain/],
    ["no checksums", { archive: good.archive }, {}, /SHA256SUMS could not be downloaded/],
    ["no archive", { sums: good.sums }, {}, /linux_x64\.tar\.gz could not be downloaded/],
    ["an invalid version", good, { VERSION: "latest" }, /The input version is not a version/],
    ["a version that is a path", good, { VERSION: "1.0.0/../.." }, /The input version is not a version/],
    ["a version that is a command", good, { VERSION: "1.0.0$(exit 7)" }, /The input version is not a version/],
    ["a version of two lines", good, { VERSION: "1.0.0\n::set-env name=a::b" }, /The input version is not a version/],
    ["another system", good, { RUNNER_OS: "Plan9" }, /no release for this runner's operating system/],
    ["another processor", good, { RUNNER_ARCH: "X86" }, /only for X64 and ARM64/],
    ["Windows on ARM64", good, { RUNNER_OS: "Windows", RUNNER_ARCH: "ARM64" }, /no release for Windows on ARM64/],
  ] as const) {
    it(`rejects ${what}`, async () => {
      const { code, output, path, outputs } = await tryInstall(served, env);
      assert.match(output, message);
      assert.match(output, /^::error title=kubectl pss::/m);
      assert.doesNotMatch(output, /::set-env/);
      assert.deepEqual([code, path, outputs], [1, "", ""], output);
    });
  }

  it("leaves only the archive if it was tampered with", async () => {
    const known = new Set(readdirSync(workspace));
    await tryInstall({ ...good, archive: tampered });
    const step = readdirSync(workspace).find((entry) => !known.has(entry)) ?? "";
    const left = readdirSync(join(workspace, step), { recursive: true, encoding: "utf8" });
    assert.ok(left.some((path) => path.endsWith(name)));
    assert.ok(!left.some((path) => path.endsWith("bin")), left.join());
  });
});

describe("judging", () => {
  const binaries = join(workspace, "program");
  mkdirSync(binaries);
  writeFileSync(join(binaries, "kubectl-pss"), PROGRAM, { mode: 0o755 });
  const DEFAULTS = {
    PATHS: ".",
    ARGS: "",
    FORMAT: "github",
    OUTPUT_FILE: "",
    FAIL: "true",
    COMMENT: "true",
    NUMBER: "",
  };
  const tryLint = (env: Readonly<Record<string, string>>): Promise<Outcome> =>
    runStep(lint, { ...DEFAULTS, ...env }, binaries);

  it("needs paths", () => {
    assert.equal(lint.if, "${{ inputs.paths != '' }}");
  });

  for (const [what, env, args] of [
    ["by default", {}, ["lint", "-o", "github", "--", "."]],
    [
      "with flags, which no shell interprets",
      { ARGS: "--level  restricted\n--fail-on any $(exit 7) * 'a" },
      ["lint", "-o", "github", "--level", "restricted", "--fail-on", "any", "$(exit", "7)", "*", "'a", "--", "."],
    ],
    [
      "of paths, one a line",
      { PATHS: "a b.yaml\n\n*.yaml\n--strict\n" },
      ["lint", "-o", "github", "--", "a b.yaml", "*.yaml", "--strict"],
    ],
  ] as const) {
    it(what, async () => {
      const { code, output, outputs } = await tryLint(env);
      assert.deepEqual([code, output.trimEnd().split("\n"), outputs], [0, args, "exit-code=0\n"]);
    });
  }

  for (const [exit, fail, code] of [
    ["0", "true", 0],
    ["1", "true", 1],
    ["1", "false", 0],
    ["2", "false", 2],
    ["3", "false", 3],
  ] as const) {
    it(`with exit code ${exit} ends the step with ${code} if fail is ${fail}`, async () => {
      for (const file of ["", "report.txt"]) {
        const { code: actual, outputs } = await tryLint({ EXIT: exit, FAIL: fail, OUTPUT_FILE: file });
        assert.deepEqual([actual, outputs], [code, `exit-code=${exit}\n`]);
      }
    });
  }

  it("writes a file", async () => {
    const file = join(workspace, "my report.sarif");
    const { output } = await tryLint({ FORMAT: "sarif", OUTPUT_FILE: file });
    assert.deepEqual([output, readFileSync(file, "utf8")], ["", "lint\n-o\nsarif\n--\n.\n"]);
  });

  it("keeps the report for a comment only for a pull request with comments enabled", async () => {
    for (const [comment, number, isKept] of [
      ["true", "7", true],
      ["false", "7", false],
      ["true", "", false],
    ] as const) {
      const { code, output, outputs } = await tryLint({ COMMENT: comment, NUMBER: number, EXIT: "1" });
      assert.equal(code, 1);
      assert.equal(/^markdown=TEMP\/kubectl-pss\.\w+\/report\.md$/m.test(output), isKept);
      // This program writes no file.
      assert.equal(outputs, "exit-code=1\n");
    }
  });

  it("rejects inputs that are neither true nor false", async () => {
    const { code, output } = await tryLint({ FAIL: "no" });
    assert.deepEqual([code, output], [2, "::error title=kubectl pss::The input fail must be true or false.\n"]);
    const other = await tryLint({ COMMENT: "" });
    assert.deepEqual(
      [other.code, other.output],
      [2, "::error title=kubectl pss::The input comment must be true or false.\n"],
    );
  });
});

test("the scripts are valid for the runner's own shell", () => {
  for (const { run } of action.runs.steps) execFileSync("bash", ["-n", "-c", run]);
});
