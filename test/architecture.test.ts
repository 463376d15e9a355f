import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";

const SOURCE = new URL("../src/", import.meta.url).pathname;

/** The rooms of src, and the rooms that each may import besides api: the arrows of docs/architecture.md. */
const ARROWS = arrowsIn(readFileSync(new URL("../docs/architecture.md", import.meta.url), "utf8"));
const ROOMS = ["api", ...ARROWS.keys()].filter((room) => room !== "index");
/** The rooms that may use Node, the process or the clock. */
const IMPURE: ReadonlySet<string> = new Set(["sources", "server", "app", "cli"]);
/** The only rooms with packages. */
const PACKAGES: ReadonlyMap<string, readonly string[]> = new Map([
  ["api", ["leven"]],
  ["cli", ["commander", "ora"]],
  ["render", ["chalk", "cli-table3", "js-yaml", "get-east-asian-width"]],
  ["sources", ["@kubernetes/client-node/dist/config.js", "ignore"]],
  ["server", ["@peculiar/asn1-schema", "@peculiar/asn1-x509"]],
]);

/** Expressions that give other results from one run to the next, or reach the outside world. */
const IMPURITIES: readonly string[] = [
  "process.env",
  "Date.now()",
  "new Date()",
  "Buffer.from([])",
  'fetch("https://example.com/")',
  'new WebSocket("wss://example.com/")',
  'new EventSource("https://example.com/")',
  "performance.now()",
  "setTimeout(String)",
  "setInterval(String, 1)",
  "setImmediate(String)",
  "queueMicrotask(String)",
  "crypto.randomUUID()",
  "globalThis.process",
  "global.process",
  "window.name",
  "self.name",
  "navigator.platform",
  "console",
  "Math.random()",
  'Math["random"]()',
];

/** A file that the linter judges. */
interface Trial {
  readonly file: string;
  readonly code: string;
  /** The reason that the linter must give; undefined for a file that it must accept. */
  readonly refused: RegExp | undefined;
}

const DOCUMENTED = /docs\/architecture\.md/;

const TRIALS: readonly Trial[] = ROOMS.flatMap((room) => [
  ...ROOMS.filter((other) => other !== room).flatMap((other, index) => {
    const isAllowed = other === "api" || (ARROWS.get(room)?.includes(other) ?? false);
    const refused = isAllowed ? undefined : DOCUMENTED;
    const path = other === "admission" && room === "sources" ? `${other}/judge.ts` : `${other}/some.ts`;
    return [
      { file: `src/${room}/room${index}.ts`, code: `import "../${path}";`, refused },
      { file: `src/${room}/folder/room${index}.ts`, code: `import "../../${path}";`, refused },
    ];
  }),
  ...["node:fs", "node:util"].map((name, index) => ({
    file: `src/${room}/node${index}.ts`,
    code: `import "${name}";`,
    refused: IMPURE.has(room) ? undefined : /is pure/,
  })),
  ...IMPURITIES.map((expression, index) => ({
    file: `src/${room}/global${index}.ts`,
    code: `export const value = ${expression};`,
    refused: IMPURE.has(room) ? undefined : /a pure room has no/,
  })),
  ...[...PACKAGES.values()].flat().map((name, index) => ({
    file: `src/${room}/package${index}.ts`,
    code: `import "${name}";`,
    refused: PACKAGES.get(room)?.includes(name) === true ? undefined : DOCUMENTED,
  })),
  {
    file: `src/${room}/release.ts`,
    code: 'import "../../release/targets.ts";',
    refused: /release makes packages of src/,
  },
]);

const MORE_TRIALS: readonly Trial[] = [
  ...["text/yaml", "render/words", "render/formats/html", "render/formats/html/data"].map((folder) => ({
    file: `src/${folder}/clock.ts`,
    code: "export const value = performance.now();",
    refused: /a pure room has no/,
  })),
  // The scripts of the page run in a browser.
  {
    file: "src/render/formats/html/page/script/clock.js",
    code: "export const value = performance.now();",
    refused: undefined,
  },
  { file: "src/release.ts", code: 'import "../release/targets.ts";', refused: /release makes packages of src/ },
  { file: "src/sources/configuration.ts", code: 'import "../admission/configuration/talos.ts";', refused: undefined },
  ...(
    [
      ["html/a.ts", "../audit/grid.ts", /no other format/],
      ["html/a.ts", "./data/rows.ts", undefined],
      ["html/a.ts", "../../words/lines.ts", undefined],
      ["html/data/a.ts", "../../audit/grid.ts", /no other format/],
      ["html/data/a.ts", "../../audit/folder/grid.ts", /no other format/],
      ["html/data/a.ts", "../sections/totals.ts", undefined],
      ["html/data/a.ts", "../markup.ts", undefined],
      ["html/data/a.ts", "../../../words/lines.ts", undefined],
      ["html/a.ts", "../../../library/lint.ts", DOCUMENTED],
      ["html/data/a.ts", "../../../../library/lint.ts", DOCUMENTED],
      ["html/page/script/a.js", "../../../../../library/lint.js", DOCUMENTED],
      ["../words/a.ts", "../../library/lint.ts", DOCUMENTED],
      ["html/page/script/a.js", "../../../audit/grid.js", /no other format/],
      ["html/page/script/a.js", "../../data/rows.js", undefined],
      ["../words/a.ts", "../formats/audit/grid.ts", /serve every format/],
      ["../words/dry-run/a.ts", "../../formats/audit/grid.ts", /serve every format/],
      ["../terminal/a.ts", "../formats/audit/grid.ts", /serve every format/],
      ["../format.ts", "./formats/audit/grid.ts", undefined],
    ] as const
  ).map(([file, path, refused], index) => ({
    file: join("src/render/formats", file.replace("a.", `a${index}.`)),
    code: `import "${path}";`,
    refused,
  })),
];

describe("the picture of the architecture", () => {
  it("has an arrow for each folder of src", () => {
    const folders = globSync("*/", { cwd: SOURCE });
    assert.deepEqual(folders.map((folder) => folder.replace(/\/$/, "")).toSorted(), ROOMS.toSorted());
  });

  it("matches the rules of the linter", () => {
    const trials = [...TRIALS, ...MORE_TRIALS];
    const messages = lint(new Map(trials.map(({ file, code }) => [file, code])));
    const wrong = trials.filter(({ file, refused }) => {
      const said = (messages.get(file) ?? []).join("\n");
      return refused === undefined ? said !== "" : !refused.test(said);
    });
    assert.deepEqual(
      wrong.map((trial) => ({ ...trial, said: messages.get(trial.file) })),
      [],
    );
  });

  it("matches the linter's rules for the library's exports, which are one file", () => {
    const imports = [...ROOMS.map((room) => `./${room}/some.ts`), "./main.ts", "node:fs", "chalk"];
    const code = imports.map((path) => `import "${path}";`).join("\n");
    const messages = lint(new Map([["src/index.ts", code]])).get("src/index.ts");
    const accepted = imports.filter((path) => !messages?.some((message) => message.includes(`'${path}'`)));
    const rooms = ["api", ...(ARROWS.get("index") ?? [])];
    assert.deepEqual(accepted.toSorted(), rooms.map((room) => `./${room}/some.ts`).toSorted());
  });

  for (const expression of IMPURITIES) {
    it(`matches the linter's rules for the library's exports: ${expression}`, () => {
      const messages = lint(new Map([["src/index.ts", `export const value = ${expression};`]])).get("src/index.ts");
      assert.match(messages?.join("\n") ?? "", /a pure room has no/);
    });
  }

  it("has no unused arrow", () => {
    for (const [room, targets] of ARROWS) {
      const files = room === "index" ? ["index.ts"] : globSync(`${room}/**/*.ts`, { cwd: SOURCE });
      const imported = new Set(files.flatMap((file) => importsOf(file).map((path) => path.split("/")[0] ?? "")));
      assert.deepEqual(
        targets.filter((target) => !imported.has(target)),
        [],
        room,
      );
    }
  });

  it("has no circular import, including imports of types", () => {
    const messages = lint(
      new Map([
        ["src/policy/a.ts", 'import type { B } from "./b.ts";\n\nexport interface A {\n  readonly b: B;\n}'],
        ["src/policy/b.ts", 'import type { A } from "./a.ts";\n\nexport interface B {\n  readonly a: A;\n}'],
      ]),
    );
    assert.match((messages.get("src/policy/a.ts") ?? []).join(), /cycle/);
  });
});

describe("the imports of src", () => {
  it("have no circle of type imports or run-time imports", () => {
    const files = globSync("**/*.ts", { cwd: SOURCE });
    const imports = new Map(files.map((file) => [file, importsOf(file)]));
    assert.ok(imports.size > 300 && [...imports.values()].flat().length > 1000);
    assert.deepEqual(circleIn(imports), []);
  });

  it("with a circle would be found", () => {
    const imports = new Map([
      ["a.ts", ["b.ts"]],
      ["b.ts", ["c.ts", "d.ts"]],
      ["c.ts", []],
      ["d.ts", ["b.ts"]],
    ]);
    assert.deepEqual(circleIn(imports), ["b.ts", "d.ts", "b.ts"]);
  });
});

describe("the streams", () => {
  it("are written to by writeAll and say alone, which guard CI runners, and by commander with help", () => {
    const writers = globSync("**/*.ts", { cwd: SOURCE }).filter((file) =>
      /\bstd(?:out|err)\.write\(|\bstream\.write\(|\bconsole\./.test(readFileSync(join(SOURCE, file), "utf8")),
    );
    assert.deepEqual(writers.toSorted(), ["cli/program.ts", "cli/terminal/io.ts"]);
  });
});

/** Reads the arrows of the picture: each room with the rooms that it may import. */
function arrowsIn(document: string): ReadonlyMap<string, readonly string[]> {
  const [, block = ""] = /^## Imports$[^]*?```\n([^]*?)```/m.exec(document) ?? [];
  const arrows = new Map<string, readonly string[]>();
  for (const line of block.trim().split("\n")) {
    const [from = "", to = ""] = line.split(/ → (?=[^→]*$)/);
    if (from === "bin → main") continue;
    // sources imports only the configuration of admission; a separate trial shows that.
    arrows.set(
      from,
      to
        .replaceAll(/[{}\s]/g, "")
        .split(",")
        .filter((room) => !room.includes("/")),
    );
  }
  for (const room of ["policy", "text", "workloads"]) arrows.set(room, []);
  return arrows;
}

/** The files that a file of src imports, relative to src. */
function importsOf(file: string): readonly string[] {
  const code = readFileSync(join(SOURCE, file), "utf8");
  const paths = code.matchAll(/\b(?:from|import) ?\(?"(\.[^"]+)"/g);
  return Array.from(paths, ([, path = ""]) => join(dirname(file), path));
}

/** Finds a circle: the files on it, the first one again at the end; empty if there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): string[] => {
    if (done.has(file)) return [];
    const start = trail.indexOf(file);
    if (start !== -1) return [...trail.slice(start), file];
    trail.push(file);
    for (const imported of imports.get(file) ?? []) {
      const circle = visit(imported);
      if (circle.length > 0) return circle;
    }
    trail.pop();
    done.add(file);
    return [];
  };
  for (const file of imports.keys()) {
    const circle = visit(file);
    if (circle.length > 0) return circle;
  }
  return [];
}

/** Lints a tree of files by the rules of this repository, and gives the messages about each file. */
function lint(files: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const root = mkdtempSync(join(tmpdir(), "kubectl-pss-architecture-"));
  try {
    copyFileSync(new URL("../.oxlintrc.json", import.meta.url), join(root, ".oxlintrc.json"));
    for (const [file, code] of files) {
      mkdirSync(join(root, dirname(file)), { recursive: true });
      writeFileSync(join(root, file), `${code}\n`);
    }
    const bin = new URL("../node_modules/oxlint/bin/oxlint", import.meta.url).pathname;
    const { stdout } = spawnSync(process.execPath, [bin, "--format", "json", "."], { cwd: root, encoding: "utf8" });
    const { diagnostics } = JSON.parse(stdout) as {
      diagnostics: { filename: string; message: string; help?: string; code: string }[];
    };
    const messages = new Map<string, string[]>();
    for (const { filename, message, help = "", code } of diagnostics) {
      messages.set(filename, [...(messages.get(filename) ?? []), `${code}: ${message} ${help}`]);
    }
    return messages;
  } finally {
    rmSync(root, { recursive: true });
  }
}
