/**
 * How this program becomes few files of plain JavaScript, for the npm package (build.ts) and for the executables
 * (release/executable/bundle.ts): what both ask of esbuild, and the plugins that keep a start from loading what it does not use.
 */
import { isBuiltin } from "node:module";
import { relative } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";

/** The options of every bundle. */
export const COMMON = {
  bundle: true,
  platform: "node",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
} as const satisfies BuildOptions;

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
export const builtins: Plugin = {
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
 * The packages that @kubernetes/client-node imports and nothing calls: its KubeConfig hands over credentials, and our own client does the rest
 * (docs/decisions/0005-cluster.md).
 */
const NEVER_CALLED =
  /^(?:undici|socks|socks-proxy-agent|hpagent|js-yaml|jsonpath-plus|openid-client|\.\/gen\/index\.js)$/;
export const neverCalled: Plugin = {
  name: "never-called",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: NEVER_CALLED }, ({ path, importer }) =>
      /[\\/]@kubernetes[\\/]client-node[\\/]/.test(importer) ? { path, namespace: "never-called" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "never-called" }, () => ({ contents: "module.exports = {};" }));
  },
};

/**
 * Leaves dynamic imports to files of their own.
 *
 * @param found gets each one's name and the file that it is made of
 * @param contents what an import of a name becomes; undefined for an import of `./name.js`
 */
export function lateModules(found: Map<string, string>, contents?: (name: string) => string): Plugin {
  return {
    name: "late-modules",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "resolving") return undefined;
        // What becomes of a default import differs between module formats, and packages have those: a module of ours hands on what it needs.
        if (!path.startsWith(".")) throw new Error(`import("${path}"): import a module of ours that imports it`);
        const { path: file } = await resolve(path, { kind, resolveDir, pluginData: "resolving" });
        // By its place, since several folders may have a table.ts.
        const name = relative("src", file).slice(0, -".ts".length).replaceAll(/[/\\]/g, "-");
        found.set(name, file);
        return contents === undefined
          ? { path: `./${name}.js`, external: true }
          : { path: name, namespace: "late-module" };
      });
      onLoad({ filter: /.*/, namespace: "late-module" }, ({ path }) => ({ contents: contents?.(path) ?? "" }));
    },
  };
}

/**
 * Bundles late modules until none is left that has not been: one may have late modules of its own.
 *
 * @param late what `lateModules` finds; grows on the way
 */
export async function bundleLate(
  late: ReadonlyMap<string, string>,
  bundleAll: (entryPoints: Record<string, string>) => Promise<void>,
): Promise<void> {
  for (let built = new Set<string>(); built.size < late.size;) {
    const entryPoints = Object.fromEntries([...late].filter(([name]) => !built.has(name)));
    built = new Set(late.keys());
    await bundleAll(entryPoints);
  }
}
