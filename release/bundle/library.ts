/**
 * Makes the library of the npm package: dist/index.js, one ES module without any import, and dist/types/, the declarations that index.d.ts
 * reaches. CommonJS gets the same module: every version of Node in `engines` can require it.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const TSC = fileURLToPath(new URL("../../node_modules/typescript/bin/tsc", import.meta.url));
/** The path of an imported file: `from "./lint.ts"`, `import("../api/mode.ts")`. */
const IMPORT = /(\bfrom |\bimport\()"(\.[^"]+)\.ts"/g;

/** Writes the library and its types to a directory. */
export async function buildLibrary(directory: string): Promise<void> {
  await build({
    entryPoints: ["src/index.ts"],
    outfile: join(directory, "index.js"),
    bundle: true,
    platform: "neutral",
    format: "esm",
    target: "es2024",
    minify: true,
    legalComments: "none",
    logLevel: "warning",
  });
  writeTypes(join(directory, "types"));
}

function writeTypes(directory: string): void {
  const temporary = mkdtempSync(join(tmpdir(), "kubectl-pss-types-"));
  try {
    emitDeclarations(temporary);
    const left = [join(temporary, "index.d.ts")];
    const seen = new Set(left);
    for (let file = left.pop(); file !== undefined; file = left.pop()) {
      const text = readFileSync(file, "utf8");
      for (const [, , path] of text.matchAll(IMPORT)) {
        const imported = join(dirname(file), `${path}.d.ts`);
        if (!seen.has(imported)) left.push(imported);
        seen.add(imported);
      }
      const target = join(directory, relative(temporary, file));
      mkdirSync(dirname(target), { recursive: true });
      // The compiler does not change these paths, and the package has no such files.
      writeFileSync(target, text.replaceAll(IMPORT, '$1"$2.js"'));
    }
  } finally {
    rmSync(temporary, { recursive: true });
  }
}

function emitDeclarations(directory: string): void {
  const args = [TSC, "--project", "release/bundle/tsconfig.library.json", "--outDir", directory];
  const { status, stdout, error } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`tsc could not write the types: ${stdout}`, { cause: error });
}
