import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";

/** Breaches of the picture in docs/architecture.md, each of which the linter must refuse, with its reason. */
const BREACHES: readonly { readonly file: string; readonly code: string; readonly reason: RegExp }[] = [
  { file: "src/api/breach.ts", code: 'import "../policy/level.ts";', reason: /api is plain types/ },
  {
    file: "src/policy/breach.ts",
    code: 'import "../admission/labels.ts";',
    reason: /policy and workloads import nothing of ours but api/,
  },
  { file: "src/policy/checks/breach.ts", code: 'import "node:fs";', reason: /policy and workloads are pure/ },
  { file: "src/policy/breach.ts", code: 'import "js-yaml";', reason: /need no package/ },
  { file: "src/policy/breach.ts", code: "export const now = Date.now();", reason: /no-restricted-globals/ },
  {
    file: "src/workloads/breach.ts",
    code: 'import "../sources/yaml.ts";',
    reason: /policy and workloads import nothing of ours but api/,
  },
  { file: "src/admission/breach.ts", code: 'import "../audit/report.ts";', reason: /admission imports policy and api/ },
  {
    file: "src/audit/breach.ts",
    code: 'import "../sources/yaml.ts";',
    reason: /audit imports admission, workloads, policy and api/,
  },
  { file: "src/audit/breach.ts", code: "export const env = process.env;", reason: /no-restricted-globals/ },
  { file: "src/rollout/breach.ts", code: 'import "../sources/yaml.ts";', reason: /rollout plans with audit/ },
  { file: "src/rollout/breach.ts", code: 'import "node:fs";', reason: /rollout is pure/ },
  { file: "src/render/breach.ts", code: 'import "../policy/level.ts";', reason: /render reads the report value/ },
  { file: "src/render/breach.ts", code: 'import "node:util";', reason: /render is pure/ },
  { file: "src/sources/breach.ts", code: 'import "../audit/report.ts";', reason: /sources hand out objects/ },
  { file: "src/sources/breach.ts", code: 'import "../policy/evaluator.ts";', reason: /take the order of texts/ },
  { file: "src/sources/cluster/breach.ts", code: 'import "../../policy/level.ts";', reason: /take the order of texts/ },
  {
    file: "src/sources/breach.ts",
    code: 'import "../admission/judge.ts";',
    reason: /take the decoding of the configuration file/,
  },
  { file: "src/sources/breach.ts", code: 'import "chalk";', reason: /Only cli and render talk to people/ },
  { file: "src/cli/breach.ts", code: 'import "js-yaml";', reason: /what is printed is render's/ },
  { file: "src/breach.ts", code: 'import "../release/targets.ts";', reason: /release makes packages of src/ },
  { file: "src/cli/breach.ts", code: 'import "../../release/targets.ts";', reason: /release makes packages of src/ },
];

describe("the picture of the architecture", () => {
  for (const { file, code, reason } of BREACHES) {
    it(`refuses ${code} in ${file}`, () => {
      const { status, stdout } = lint(file, code);
      assert.notEqual(status, 0);
      assert.match(stdout, reason);
    });
  }

  const DIRECTIONS: readonly (readonly [file: string, imported: string])[] = [
    ["src/admission/fine.ts", "../policy/level.ts"],
    ["src/policy/fine.ts", "../api/output-text.ts"],
    ["src/sources/fine.ts", "../policy/wording.ts"],
    ["src/sources/fine.ts", "../admission/admission-configuration.ts"],
    ["src/sources/fine.ts", "../admission/type-meta.ts"],
  ];
  for (const [file, imported] of DIRECTIONS) {
    it(`lets ${file} import ${imported}`, () => {
      const { status, stdout } = lint(file, `import "${imported}";`);
      assert.equal(status, 0, stdout);
    });
  }
});

describe("the streams", () => {
  it("are written to by writeAll and say alone, which guard CI runners, and by commander with help", () => {
    const source = new URL("../src/", import.meta.url).pathname;
    const writers = globSync("**/*.ts", { cwd: source }).filter((file) =>
      /\bstd(?:out|err)\.write\(|\bstream\.write\(|\bconsole\./.test(readFileSync(join(source, file), "utf8")),
    );
    assert.deepEqual(writers.toSorted(), ["cli/io.ts", "cli/program.ts"]);
  });
});

/** Lints a tree that holds one file, by the rules of this repository. */
function lint(file: string, code: string): { status: number | null; stdout: string } {
  const root = mkdtempSync(join(tmpdir(), "kubectl-pss-architecture-"));
  try {
    copyFileSync(new URL("../.oxlintrc.json", import.meta.url), join(root, ".oxlintrc.json"));
    mkdirSync(join(root, dirname(file)), { recursive: true });
    writeFileSync(join(root, file), `${code}\n`);
    const bin = new URL("../node_modules/oxlint/bin/oxlint", import.meta.url).pathname;
    const { status, stdout } = spawnSync(process.execPath, [bin, "."], { cwd: root, encoding: "utf8" });
    return { status, stdout };
  } finally {
    rmSync(root, { recursive: true });
  }
}
