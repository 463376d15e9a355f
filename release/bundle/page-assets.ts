/** The script and the style of the HTML pages: each is bundled and minified, and its hash goes into the page's Content-Security-Policy. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const FORMATS = fileURLToPath(new URL("../../src/render/formats/", import.meta.url));

/**
 * The folders of the pages. The generated file in each is committed, so that the sources also run without a build.
 *
 * @internal exported for its test
 */
export const PAGES: readonly string[] = ["html/page", "plan/html/page", "history/html/page"].map((page) =>
  join(FORMATS, page),
);

/**
 * The name of the generated file.
 *
 * @internal exported for its test
 */
export const ASSETS_FILE = "assets.ts";

/**
 * Makes the content of the generated file of a page.
 *
 * @internal exported for its test
 */
export async function pageAssets(page: string): Promise<string> {
  const script = await bundleAsset(join(page, "script/main.js"));
  const style = await bundleAsset(join(page, "style/page.css"));
  return [
    "/** Generated from script/ and style/ by release/bundle/page-assets.ts. Edit those files, and run `npm run build`. */",
    `export const SCRIPT = ${JSON.stringify(script)};`,
    `export const SCRIPT_HASH = "${hashOf(script)}";`,
    `export const STYLE = ${JSON.stringify(style)};`,
    `export const STYLE_HASH = "${hashOf(style)}";`,
    "",
  ].join("\n");
}

/**
 * Brings the generated files up to date.
 *
 * @throws Error in CI if a committed file is not up to date
 */
export async function updatePageAssets(): Promise<void> {
  for (const page of PAGES) {
    const file = join(page, ASSETS_FILE);
    const assets = await pageAssets(page);
    if (existsSync(file) && readFileSync(file, "utf8") === assets) continue;
    if (process.env["CI"] === "true") throw new Error(`${file} is not up to date: npm run build updates it`);
    writeFileSync(file, assets);
  }
}

async function bundleAsset(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    // A template literal would have a real line break in place of \n.
    supported: { "template-literal": false },
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** Returns the SHA-256 as a Content-Security-Policy writes it. */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
