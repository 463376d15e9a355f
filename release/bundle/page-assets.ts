/** The script and the style of the HTML report: each is bundled and minified, and its hash goes into the page's Content-Security-Policy. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const PAGE = fileURLToPath(new URL("../../src/render/formats/html/page/", import.meta.url));

/**
 * The generated file. It is committed, so that the sources also run without a build.
 *
 * @internal exported for its test
 */
export const PAGE_ASSETS_FILE = join(PAGE, "assets.ts");

/**
 * Makes the content of the generated file.
 *
 * @internal exported for its test
 */
export async function pageAssets(): Promise<string> {
  const script = await bundleAsset("script/main.js");
  const style = await bundleAsset("style/page.css");
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
 * Brings the generated file up to date.
 *
 * @throws Error in CI if the committed file is not up to date
 */
export async function updatePageAssets(): Promise<void> {
  const assets = await pageAssets();
  if (existsSync(PAGE_ASSETS_FILE) && readFileSync(PAGE_ASSETS_FILE, "utf8") === assets) return;
  if (process.env["CI"] === "true") throw new Error(`${PAGE_ASSETS_FILE} is not up to date: npm run build updates it`);
  writeFileSync(PAGE_ASSETS_FILE, assets);
}

async function bundleAsset(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(PAGE, entry)],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2024",
    write: false,
    logLevel: "warning",
  });
  return outputFiles[0]?.text ?? "";
}

/** Returns the SHA-256 as a Content-Security-Policy writes it. */
function hashOf(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
