/** Builds dist/: what bin/kubectl-pss.js runs. What only some runs need (the grid of `wide`, YAML's writer, colours, ora) stands in chunks. */
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { build, type Plugin } from "esbuild";

/**
 * Modules of Node whose functions are rarely called, if ever: Commander starts no program here, and measures text only for its help. Loading
 * node:child_process costs a quarter of an empty start, node:util an eighth.
 */
const LATE_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  "node:child_process": ["spawn"],
  "node:util": ["stripVTControlCharacters"],
};

/** Takes Node's own modules from process.getBuiltinModule, so that the chunks need no require, and some of them late. */
const builtins: Plugin = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path, importer, kind }) => {
      // What is loaded late anyway keeps its imports: they would make chunks that main.js shares with it.
      const isLate = kind !== "require-call" && /node_modules\/(?!commander)/.test(importer);
      return isBuiltin(path) && !isLate ? { path, namespace: "builtin" } : undefined;
    });
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => {
      const late = LATE_EXPORTS[path];
      if (late === undefined) return { contents: `module.exports = process.getBuiltinModule("${path}");` };
      const functions = late.map(
        (name) => `export const ${name} = (...args) => process.getBuiltinModule("${path}").${name}(...args);`,
      );
      return { contents: `${functions.join("\n")}\nexport default { ${late.join(", ")} };` };
    });
  },
};

/** The licence texts of the packages that are part of the bundle, which their licences ask to come along. */
function licenses(inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  const texts = [...packages].toSorted().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
    if (file === undefined) throw new Error(`${folder} has no licence text`);
    const text = readFileSync(`${folder}/${file}`, "utf8").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

rmSync("dist", { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  plugins: [builtins],
});
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licenses(Object.keys(metafile.inputs)));
