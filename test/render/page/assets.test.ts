import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ASSETS_FILE, pageAssets, PAGES } from "../../../release/bundle/page-assets.ts";

const ROOT = new URL("../../../", import.meta.url).pathname;

const folder = mkdtempSync(join(tmpdir(), "kubectl-pss-page-"));
after(() => rmSync(folder, { recursive: true }));

test("the scripts pass the type check", () => {
  const tsc = join(ROOT, "node_modules/typescript/bin/tsc");
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsc, "-p", "src/render/page"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  assert.equal(status, 0, stdout + stderr);
});

for (const page of PAGES) {
  const file = join(page, ASSETS_FILE);
  const assets = await import(pathToFileURL(file).href);

  describe(`the page in ${relative(ROOT, page)}`, () => {
    test("the generated file is up to date (npm run build writes it)", async () => {
      assert.equal(readFileSync(file, "utf8"), await pageAssets(page));
    });

    for (const name of ["SCRIPT", "STYLE"]) {
      const text: string = assets[name];

      test(`the policy names the ${name.toLowerCase()} by its hash`, () => {
        assert.equal(assets[`${name}_HASH`], `sha256-${createHash("sha256").update(text).digest("base64")}`);
      });

      test(`the ${name.toLowerCase()} is one line of ASCII, and does not end its element`, () => {
        assert.match(text, /^[ -~]+\n$/);
        assert.doesNotMatch(text, /<\/|<!--/);
      });
    }

    test("a bundle does not change them", async () => {
      const outfile = join(folder, "bundle.mjs");
      await build({ entryPoints: [file], outfile, bundle: true, format: "esm", minify: true, target: "node22.19" });
      const bundle = await import(pathToFileURL(outfile).href + `?${relative(ROOT, page)}`);
      assert.equal(bundle.SCRIPT, assets.SCRIPT);
      assert.equal(bundle.STYLE, assets.STYLE);
    });
  });
}
