/**
 * Builds the contents of the npm package: dist/main.js, which bin/kubectl-pss.js runs, and beside it a file for each module that is imported
 * dynamically, since only some runs need it (the grid of `wide`, colours, ora). Each file is whole in itself: chunks that they shared with
 * main.js would be more files to load at every start. So a class or a constant is another one in each file: nothing but plain values crosses
 * their borders (isUserError). Also dist/index.js and dist/types/, the library, and completions/, the scripts that `kubectl pss completion`
 * prints.
 */
import { rmSync, writeFileSync } from "node:fs";
import { build, type Metafile } from "esbuild";
import { bundledPackages, licenseTexts } from "./release/bundled-packages.ts";
import { COMMON, builtins, bundleLate, lateModules, neverCalled } from "./release/bundle.ts";
import { writeCompletions } from "./release/completions.ts";
import { buildLibrary } from "./release/library.ts";

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
