import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { formatMessage } from "publint/utils";
import { publint } from "publint";
import manifest from "../package.json" with { type: "json" };

const ROOT = fileURLToPath(new URL("../", import.meta.url));
/** The flags that make npm print only the requested data. */
const npm = (...args: readonly string[]): string =>
  execFileSync("npm", args, { cwd: ROOT, encoding: "utf8", stdio: "pipe", shell: process.platform === "win32" });

/**
 * The limit of the download. It was 2,181 kB packed and 6,907 kB unpacked when this was written. Each late file has its own copy of the code that it needs, so
 * that no start loads a second file: fix has 419 kB, its labels 393 kB, the webhook 319 kB, the edits of a lint 278 kB, the encoder of certificates 178 kB, export,
 * history and from-psp 170 kB each. A new dependency shows here.
 */
const BUDGET = { size: 2_250_000, unpackedSize: 7_100_000 };
/**
 * The limit of the library, which a page may load. It was 293 kB when this was written, with 12 kB for the kinds of custom resources, 15 kB for the fixes of
 * the checks and the places of nodes in a text, and 10 kB for older API servers.
 */
const LIBRARY_BUDGET = { size: 302_000, gzipped: 98_000 };
/**
 * The limit of the file that each start of lint reads. It was 450 kB when this was written: it has the flags and the help of lint, audit, dry-run and plan, and a lint reads custom
 * resources immediately, so the table of their kinds is in it. Code that only some runs need is loaded late. Why these commands stay in it: docs/decisions/0010-executables.md.
 */
const MAIN_BUDGET = 460_000;

interface Packed {
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number; readonly mode: number }[];
}

describe("the npm package", () => {
  const [packed] = JSON.parse(npm("pack", "--dry-run", "--json", "--ignore-scripts")) as [Packed];
  const paths = packed.files.map(({ path }) => path);

  it("contains the program, its licences, completions and schemas, and no sources", () => {
    const beside = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
    const rest = paths.filter((path) => !beside.includes(path));
    assert.equal(rest.length, paths.length - beside.length);
    for (const path of rest) {
      assert.match(
        path,
        /^(?:bin\/[a-z_-]+\.js|dist\/(?:[a-z][a-z-]*\.js|types\/(?:[a-z-]+\/)*[a-z-]+\.d\.ts|THIRD-PARTY-LICENSES\.txt)|docs\/(?:schema\/[a-z-]+\.schema\.json|[a-z-]+\.md|examples\/(?:[a-z-]+\/)*[a-z-]+\.yaml|rbac\.yaml)|completions\/[a-z_-]+(?:\.bash|\.fish)?)$/,
      );
    }
    assert.equal(paths.filter((path) => path.startsWith("completions/")).length, 4);
    assert.deepEqual(
      paths.filter((path) => path.startsWith("docs/schema/")).toSorted(),
      readdirSync(new URL("../docs/schema/", import.meta.url), { encoding: "utf8" })
        .map((file) => `docs/schema/${file}`)
        .toSorted(),
    );
    for (const path of Object.values(manifest.bin)) assert.ok(paths.includes(path), path);
    assert.equal("dependencies" in manifest, false);
  });

  it("stays within its budget", () => {
    const { size, unpackedSize, files } = packed;
    assert.ok(size < BUDGET.size && unpackedSize < BUDGET.unpackedSize, `${size} packed, ${unpackedSize} unpacked`);
    const main = files.find(({ path }) => path === "dist/main.js")?.size ?? Infinity;
    assert.ok(main < MAIN_BUDGET, `dist/main.js: ${main}`);
  });

  it("has a library that stays within its own budget", () => {
    const library = readFileSync(new URL("../dist/index.js", import.meta.url));
    const gzipped = gzipSync(library).length;
    assert.ok(
      library.length < LIBRARY_BUDGET.size && gzipped < LIBRARY_BUDGET.gzipped,
      `${library.length}, ${gzipped} with gzip`,
    );
  });

  it("meets publint's rules", async () => {
    const { messages } = await publint({ pkgDir: ROOT, strict: true });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, manifest, { color: false })),
      [],
    );
  });
});

it("built files have relative names of their sources, and no path of the machine", () => {
  const names = readdirSync(new URL("../dist/", import.meta.url));
  assert.ok(names.includes("main.js") && names.includes("cli-terminal-spinner.js") && names.includes("app-cluster.js"));
  for (const name of names) assert.match(name, /^(?:[a-z][a-z-]*\.js|types|THIRD-PARTY-LICENSES\.txt)$/);
});

it("built files contain only ASCII, because V8 keeps a text with one other character in two bytes for each character", () => {
  const files = readdirSync(new URL("../dist/", import.meta.url)).filter((name) => name.endsWith(".js"));
  for (const name of files) {
    const text = readFileSync(new URL(`../dist/${name}`, import.meta.url), "utf8");
    // The bundler escapes strings, but neither regular expressions nor tagged templates.
    assert.equal(/.{0,40}[^\0-\x7f].{0,20}/.exec(text)?.[0], undefined, name);
  }
});

it("npm pack prints only the archive's name, as pre-commit before 4.7 expects it", () => {
  assert.equal(npm("config", "get", "foreground-scripts").trim(), "false");
});
