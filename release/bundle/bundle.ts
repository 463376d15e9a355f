/**
 * Bundles the program into a few files of plain JavaScript, for the npm package (build.ts) and for the executables
 * (release/executable/bundle.ts): the options of esbuild that both share, and the plugins that keep unused code out of a start.
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
 * Modules of Node whose functions are rarely called: Commander starts no program here, and measures text only for its help. Loading
 * node:child_process takes a quarter of an empty start, node:util an eighth.
 */
const LATE_EXPORTS: Readonly<Record<string, readonly string[]>> = {
  "node:child_process": ["spawn"],
  "node:util": ["stripVTControlCharacters"],
};

/**
 * Takes Node's own modules from process.getBuiltinModule, so that the chunks need no require. Loads some of them only when they are used. Each export
 * is separate, so that the bundler leaves out the unused ones.
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
 * Imports of @kubernetes/client-node that are never called: its KubeConfig makes credentials, and our own client sends the requests. They are
 * 1.2 MB and 70 ms of each start that reads a cluster (docs/decisions/0012-packages.md).
 */
const NEVER_CALLED =
  /^(?:undici|socks|socks-proxy-agent|hpagent|js-yaml|jsonpath-plus|openid-client|\.\/gen\/index\.js)$/;

/** Leaves these imports out. */
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
 * Puts each dynamic import into a file of its own.
 *
 * @param found receives the name and the source file of each module
 * @param contents makes the code of an import; by default it imports `./name.js`
 */
export function lateModules(found: Map<string, string>, contents?: (name: string) => string): Plugin {
  return {
    name: "late-modules",
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /.*/ }, async ({ path, kind, resolveDir, pluginData }) => {
        if (kind !== "dynamic-import" || pluginData === "resolving") return undefined;
        // Module formats differ in their default import, so a late package is imported by a module of ours.
        if (!path.startsWith(".")) throw new Error(`import("${path}"): import a module of ours that imports it`);
        const { path: file } = await resolve(path, { kind, resolveDir, pluginData: "resolving" });
        // Named by its path, since several folders may have a table.ts.
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
 * Bundles all late modules, including the late modules that they import.
 *
 * @param late the modules that `lateModules` finds; grows on the way
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
