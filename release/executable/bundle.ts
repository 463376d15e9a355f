import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { COMMON, builtins, bundleLate, lateModules, neverCalled } from "../bundle/bundle.ts";

/** A bundle for an executable, which can import only Node's own modules and its own assets. */
export interface ExecutableBundle {
  readonly main: string;
  /** The files of the late modules by name: assets of the executable. */
  readonly late: Readonly<Record<string, string>>;
  readonly metafiles: readonly Metafile[];
}

/**
 * Bundles the program for executables: main.js and late/*.js, in CommonJS. Late modules are not in the start-up snapshot: each would slow every
 * start.
 *
 * @param target the version of Node that will contain it
 */
export async function bundleExecutable(directory: string, target: string): Promise<ExecutableBundle> {
  mkdirSync(directory, { recursive: true });
  const late = new Map<string, string>();
  const metafiles: Metafile[] = [];
  const bundleInto = async (outdir: string, entryPoints: Record<string, string>): Promise<void> => {
    const plugins = [lateModules(late, (name) => `module.exports = loadLate("${name}");`), neverCalled, builtins];
    const inject = ["release/executable/late.ts"];
    const { metafile } = await build({
      ...COMMON,
      outdir,
      format: "cjs",
      target: `node${target}`,
      entryPoints,
      plugins,
      inject,
    });
    metafiles.push(metafile);
  };
  await bundleInto(directory, { main: "release/executable/main.ts" });
  const lateDirectory = join(directory, "late");
  await bundleLate(late, (entryPoints) => bundleInto(lateDirectory, entryPoints));
  const files = readdirSync(lateDirectory).toSorted();
  return {
    main: join(directory, "main.js"),
    late: Object.fromEntries(files.map((file) => [file.replace(/\.js$/, ""), join(lateDirectory, file)])),
    metafiles,
  };
}
