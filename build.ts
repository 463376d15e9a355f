/**
 * Builds dist/: main.js, which bin/kubectl-pss.js runs, and beside it a file for each module that is imported dynamically, since only some
 * runs need it (the grid of `wide`, colours, ora). Each file is whole in itself: chunks that they shared with main.js would be more files to
 * load at every start. So a class or a constant is another one in each file: nothing but plain values crosses their borders (isUserError).
 */
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { relative } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

/**
 * Modules of Node whose functions are rarely called, if ever: Commander starts no program here, and measures text only for its help. Loading
 * node:child_process costs a quarter of an empty start, node:util an eighth.
 */
const LATE_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  "node:child_process": ["spawn"],
  "node:util": ["stripVTControlCharacters"],
};

/**
 * Takes Node's own modules from process.getBuiltinModule, so that the chunks need no require, and some of them late. Each export is one that
 * the bundler can leave out: to hand through all of node:fs would look at each of them, and make a function for each.
 */
const builtins: Plugin = {
  name: "builtins",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /.*/ }, ({ path }) => (isBuiltin(path) ? { path, namespace: "builtin" } : undefined));
    onLoad({ filter: /.*/, namespace: "builtin" }, ({ path }) => {
      const late = LATE_EXPORTS[path];
      if (late !== undefined) {
        const functions = late.map(
          (name) => `export const ${name} = (...args) => process.getBuiltinModule("${path}").${name}(...args);`,
        );
        return { contents: `${functions.join("\n")}\nexport default { ${late.join(", ")} };` };
      }
      const names = Object.keys(process.getBuiltinModule(path) ?? {}).filter((name) => name !== "default");
      return {
        contents: [
          `const builtin = process.getBuiltinModule("${path}");`,
          "const take = (name) => builtin[name];",
          ...names.map((name) => `export const ${name} = /* @__PURE__ */ take("${name}");`),
          "export default builtin;",
        ].join("\n"),
      };
    });
  },
};

/**
 * What @kubernetes/client-node would load, and nothing calls: its KubeConfig hands over credentials, and our own client does the rest
 * (docs/decisions/0005-cluster.md).
 */
const NEVER_CALLED =
  /^(?:undici|socks|socks-proxy-agent|hpagent|js-yaml|jsonpath-plus|openid-client|\.\/gen\/index\.js)$/;
const neverCalled: Plugin = {
  name: "never-called",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: NEVER_CALLED }, ({ path, importer }) =>
      /[\\/]@kubernetes[\\/]client-node[\\/]/.test(importer) ? { path, namespace: "never-called" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "never-called" }, () => ({ contents: "module.exports = {};" }));
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

/** Leaves dynamic imports to files of their own, and tells which. */
function lateModules(found: Map<string, string>): Plugin {
  return {
    name: "late-modules",
    setup({ onResolve, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "resolving") return undefined;
        const { path: file } = await resolve(path, { kind, resolveDir, pluginData: "resolving" });
        // A package is called as it is imported; modules of ours by their place, since several folders may have a table.ts.
        const isOurs = path.startsWith(".");
        const name = isOurs ? relative("src", file).slice(0, -".ts".length).replaceAll(/[/\\]/g, "-") : path;
        found.set(name, file);
        return { path: `./${name}.js`, external: true };
      });
    },
  };
}

rmSync("dist", { recursive: true, force: true });
const late = new Map<string, string>();
const common = {
  outdir: "dist",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node22.19",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
} as const;
const bundles: { readonly metafile: Metafile }[] = [
  await build({ ...common, entryPoints: ["src/main.ts"], plugins: [lateModules(late), builtins] }),
];
// A late module may have late modules of its own.
for (let built = new Set<string>(); built.size < late.size;) {
  const entryPoints = Object.fromEntries([...late].filter(([name]) => !built.has(name)));
  built = new Set(late.keys());
  bundles.push(await build({ ...common, entryPoints, plugins: [lateModules(late), neverCalled, builtins] }));
}
const inputs = bundles.flatMap(({ metafile }) => Object.keys(metafile.inputs));
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licenses(inputs));
