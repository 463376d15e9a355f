/**
 * Builds the content of the npm package: dist/main.js, which bin/kubectl-pss.js runs; a file for each dynamically imported module, because
 * only some runs need it (grids, colours, ora); dist/index.js and dist/types/, the library; and completions/, the scripts that
 * `kubectl pss completion` prints. No file of dist/ shares a chunk with main.js, because every start would load one more file. So each file
 * has its own copy of a class or a constant, and only plain values pass between files (isUserError).
 */
import { rmSync, writeFileSync } from "node:fs";
import { build, type Metafile } from "esbuild";
import { bundledPackages, licenseTexts } from "./release/bundle/bundled-packages.ts";
import { COMMON, builtins, bundleLate, lateModules, neverCalled } from "./release/bundle/bundle.ts";
import { writeCompletions } from "./release/bundle/completions.ts";
import { buildLibrary } from "./release/bundle/library.ts";
import { updatePageAssets } from "./release/bundle/page-assets.ts";

await updatePageAssets();
rmSync("dist", { recursive: true, force: true });
const late = new Map<string, string>();
const options = { ...COMMON, outdir: "dist", format: "esm", target: "node22.19" } as const;
const main = await build({ ...options, entryPoints: ["src/main.ts"], plugins: [lateModules(late), builtins] });
const metafiles: Metafile[] = [main.metafile];
await bundleLate(late, async (entryPoints) => {
  const plugins = [lateModules(late), neverCalled, builtins];
  metafiles.push((await build({ ...options, entryPoints, plugins })).metafile);
});
await buildLibrary("dist");
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licenseTexts(bundledPackages(metafiles)));
writeCompletions("completions");
