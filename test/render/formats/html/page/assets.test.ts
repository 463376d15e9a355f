import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { PAGE_ASSETS_FILE, pageAssets } from "../../../../../release/bundle/page-assets.ts";
import { SCRIPT, SCRIPT_HASH, STYLE, STYLE_HASH } from "../../../../../src/render/formats/html/page/assets.ts";

const ROOT = new URL("../../../../../", import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-page-"));
after(() => rmSync(folder, { recursive: true }));

test("the generated file is up to date (npm run build writes it)", async () => {
  assert.equal(readFileSync(PAGE_ASSETS_FILE, "utf8"), await pageAssets());
});

test("the script's types are right", () => {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const args = [tsc, "-p", "src/render/formats/html/page"];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  assert.equal(status, 0, stdout + stderr);
});

for (const [name, text, hash] of [
  ["script", SCRIPT, SCRIPT_HASH],
  ["style", STYLE, STYLE_HASH],
] as const) {
  test(`the policy names the ${name} by its hash`, () => {
    assert.equal(hash, `sha256-${createHash("sha256").update(text).digest("base64")}`);
  });

  test(`the ${name} is one line of ASCII, and does not end its element`, () => {
    assert.match(text, /^[ -~]+\n$/);
    assert.doesNotMatch(text, /<\/|<!--/);
  });
}

test("a bundle does not change them", async () => {
  const outfile = join(folder, "bundle.mjs");
  await build({
    entryPoints: [PAGE_ASSETS_FILE],
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
