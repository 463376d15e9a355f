import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import manifest from "../../package.json" with { type: "json" };
import { codeBlocks } from "../docs/code-blocks.ts";
import { oldestNode } from "../runner/oldest-runtime.ts";
import { installedProject } from "./consumer.ts";

const project = installedProject();
const LIBRARY = join(project, "node_modules/kubectl-pss/dist/index.js");
const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
const blocks = codeBlocks(readFileSync("docs/library.md", "utf8"));

/** Runs a program in the project, and returns its output. */
function run(file: string, code: string, node = process.execPath, ...flags: readonly string[]): string {
  writeFileSync(join(project, file), code);
  const { status, stdout, stderr } = spawnSync(node, [...flags, file], { cwd: project, encoding: "utf8", env: {} });
  assert.equal(status, 0, stderr);
  if (flags.length === 0) assert.equal(stderr, "");
  return stdout;
}

/** The programs of docs/library.md, each with its output. */
const examples = blocks.flatMap(({ language, code }, index) => {
  const next = blocks[index + 1];
  const extension = { js: "mjs", cjs: "cjs" }[language];
  return extension === undefined ? [] : [{ file: `example-${index}.${extension}`, code, printed: next }];
});

for (const [name, node] of [
  [`Node ${process.versions.node}`, process.execPath],
  ["the oldest supported Node", await oldestNode()],
] as const) {
  if (node === undefined) continue;
  describe(`docs/library.md with ${name}`, () => {
    it("has examples of ES modules and of CommonJS", () => {
      assert.ok(
        examples.some(({ file }) => file.endsWith(".mjs")) && examples.some(({ file }) => file.endsWith(".cjs")),
      );
    });

    for (const { file, code, printed } of examples) {
      it(`prints the documented output: ${file}`, () => {
        assert.equal(printed?.language, "text");
        assert.equal(run(file, code, node), printed?.code);
      });
    }
  });
}

it("the package has the JSON Schema that docs/library.md names", () => {
  const [path = ""] = /kubectl-pss\/schema\/[\w.-]+\.json/.exec(readFileSync("docs/library.md", "utf8")) ?? [];
  const code = `import schema from ${JSON.stringify(path)} with { type: "json" }; console.log(schema.title);`;
  assert.equal(run("schema.mjs", code), "Report of kubectl pss, version 1\n");
});

describe("dist/index.js", () => {
  it("imports nothing, and needs only the globals of the language and three of the web platform", () => {
    const code = `
      import { readFileSync } from "node:fs";
      import vm from "node:vm";

      const context = vm.createContext({ TextDecoder, TextEncoder, atob, Date: undefined });
      const library = new vm.SourceTextModule(readFileSync(${JSON.stringify(LIBRARY)}, "utf8"), { context });
      if (library.dependencySpecifiers.length > 0) throw new Error(String(library.dependencySpecifiers));
      await library.link(() => undefined);
      await library.evaluate();
      const { lint } = library.namespace;
      const text = [
        "{ apiVersion: v1, kind: Pod, metadata: { name: !!binary d2Vi, creationTimestamp: 2024-02-29T00:00:00Z }, spec: { hostPID: true } }",
        "--- # a comment",
        "%TAG ! tag:example.com,2024:%C3%A9",
        "kind: !x [",
      ].join("\\n");
      const { summary, unreadable } = lint({ name: "a", text });
      console.log(summary.failing, unreadable.length);
    `;
    assert.equal(run("isolated.mjs", code, process.execPath, "--experimental-vm-modules"), "1 1\n");
  });

  it("has the size in docs/library.md", () => {
    const [, size = 0, gzipped = 0] =
      /module of about (\d+) kB \((\d+) kB with gzip\)/.exec(readFileSync("docs/library.md", "utf8")) ?? [];
    const bytes = readFileSync(LIBRARY);
    for (const [told, actual] of [
      [size, bytes.length],
      [gzipped, gzipSync(bytes).length],
    ] as const) {
      assert.ok(Math.abs(Number(told) * 1000 - actual) < actual / 20, `${told} kB, and it has ${actual} bytes`);
    }
  });

  it("does not use Node", () => {
    const words =
      /\bprocess\s*[.[(]|\brequire\s*\(|\bimport\s*[("'{*.]|\bBuffer\b|["'`]node:|\bglobalThis\b|\bDate\s*[.(]/g;
    assert.deepEqual(readFileSync(LIBRARY, "utf8").match(words), null);
  });
});

describe("its types", () => {
  const consumer = `
    import { evaluatePod, lint, type Level, type LintReport } from "kubectl-pss";

    const level: Level = "baseline";
    const { violations } = evaluatePod({ spec: { containers: [] } }, { level, version: "v1.30" });
    export const details: string[] = violations.map(({ detail }) => detail);
    export const report: LintReport = lint([{ name: "a", text: "" }, { name: "b", objects: [] }], { levels: [{ level }] });
    export const version: "kubectl-pss/v1" = report.apiVersion;
    export const lines: (number | undefined)[] = report.unreadable.map(({ line }) => line);
    // @ts-expect-error a field that only the command line has
    report.byLevel;
    // @ts-expect-error no such level
    evaluatePod({}, { level: "strict" });
  `;
  const strict = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    types: [],
    lib: ["es2024"],
    target: "es2024",
  };

  for (const [module, moduleResolution, file] of [
    ["nodenext", "nodenext", "consumer.mts"],
    ["nodenext", "nodenext", "consumer.cts"],
    ["esnext", "bundler", "consumer.ts"],
  ] as const) {
    it(`are right for ${file} with moduleResolution ${moduleResolution}, without skipLibCheck`, () => {
      writeFileSync(join(project, file), consumer);
      const compilerOptions = { ...strict, module, moduleResolution };
      writeFileSync(join(project, "tsconfig.json"), JSON.stringify({ compilerOptions, files: [file] }));
      const { status, stdout } = spawnSync(process.execPath, [TSC, "--project", "."], {
        cwd: project,
        encoding: "utf8",
      });
      assert.equal(status, 0, stdout);
    });
  }
});

describe("the package that is installed", () => {
  it("still has its command", () => {
    const bin = join(project, "node_modules/.bin/kubectl-pss");
    const { stdout } = spawnSync(bin, ["version"], { encoding: "utf8", shell: process.platform === "win32" });
    assert.ok(stdout.includes(manifest.version), stdout);
  });

  it("hands out the library, the JSON Schemas and its own manifest, and nothing else", () => {
    const code = `
      const { version } = require("kubectl-pss/package.json");
      let code;
      try { require("kubectl-pss/dist/main.js"); } catch (error) { code = error.code; }
      console.log(version, code);
    `;
    assert.equal(run("exports.cjs", code), `${manifest.version} ERR_PACKAGE_PATH_NOT_EXPORTED\n`);
  });
});
