import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { SCRIPT, SCRIPT_HASH } from "../../../../src/render/formats/html/script.ts";
import { STYLE, STYLE_HASH } from "../../../../src/render/formats/html/style.ts";

const ROOT = new URL("../../../../", import.meta.url).pathname;
/** As strict as what the project asks of itself. */
const TYPES = {
  compilerOptions: {
    target: "es2024",
    lib: ["es2024", "dom", "dom.iterable"],
    module: "esnext",
    moduleResolution: "bundler",
    moduleDetection: "force",
    types: [],
    allowJs: true,
    checkJs: true,
    noEmit: true,
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    noImplicitReturns: true,
    noUnusedLocals: true,
    noUnusedParameters: true,
  },
  files: ["page.js"],
};

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-script-"));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, "page.js"), SCRIPT);
writeFileSync(join(folder, "page.css"), STYLE);
writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(TYPES));
for (const file of [".oxfmtrc.json", ".oxlintrc.json"]) copyFileSync(join(ROOT, file), join(folder, file));

const TOOLS: readonly (readonly [what: string, bin: string, args: readonly string[]])[] = [
  ["the script's types are right", "typescript/bin/tsc", ["-p", "tsconfig.json"]],
  // Its parts are small files; what they make together is not.
  [
    "the script has nothing that the linter objects to",
    "oxlint/bin/oxlint",
    ["--deny-warnings", "--allow=max-lines", "page.js"],
  ],
  ["script and style are formatted", "oxfmt/bin/oxfmt", ["--check", "page.js", "page.css"]],
];

for (const [what, bin, args] of TOOLS) {
  test(what, () => {
    const options = { cwd: folder, encoding: "utf8" } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(ROOT, "node_modules", bin), ...args], options);
    assert.equal(status, 0, stdout + stderr);
  });
}

for (const [what, text, hash] of [
  ["script", SCRIPT, SCRIPT_HASH],
  ["style", STYLE, STYLE_HASH],
] as const) {
  test(`the policy names the ${what} by its hash`, () => {
    assert.equal(hash, `sha256-${createHash("sha256").update(text).digest("base64")}`);
  });

  test(`the ${what} does not end its element, and has nothing that a bundler would write differently`, () => {
    assert.match(text, /^[\n -~]*$/);
    assert.doesNotMatch(text, /<\/|<!--|`|\$\{/);
  });
}

test("a bundle has them as they are", async () => {
  const entry = 'export { SCRIPT } from "./formats/html/script.ts"; export { STYLE } from "./formats/html/style.ts";';
  const outfile = join(folder, "bundle.mjs");
  await build({
    stdin: { contents: entry, resolveDir: join(ROOT, "src/render") },
    outfile,
    bundle: true,
    format: "esm",
    minify: true,
    target: "node22.19",
  });
  const bundle = await import(pathToFileURL(outfile).href);
  assert.equal(bundle.SCRIPT, SCRIPT);
  assert.equal(bundle.STYLE, STYLE);
});
