import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { cachePath } from "../../release/cache.ts";
import { withLock } from "../../release/lock.ts";
import { TARGETS, archiveName, executableName, hostTarget } from "../../release/targets.ts";
import manifest from "../../package.json" with { type: "json" };
import { leaveOut } from "../missing-tool.ts";

const run = promisify(execFile);
/** The strip programs for other architectures (release/executable/strip.ts). */
const NEEDED = process.arch === "x64" ? "aarch64-linux-gnu-strip" : "x86_64-linux-gnu-strip";

/**
 * The artifacts of `npm run package`, in the user's cache. They are built again if their sources have changed.
 *
 * @returns the directory; undefined, after a printed line, if a program that it needs is missing
 */
export async function packaged(): Promise<string | undefined> {
  for (const [program, args] of [
    ["go", "version"],
    ["strip", "--version"],
    [NEEDED, "--version"],
    ["unzip", "-v"],
    ["script", "--version"],
  ] as const) {
    const isThere = await run(program, [args]).then(
      () => true,
      () => false,
    );
    if (!isThere) {
      leaveOut(
        `The executables are left out, because ${program} is not installed: docs/contributing.md says what they take`,
      );
      return undefined;
    }
  }
  const cache = cachePath();
  mkdirSync(cache, { recursive: true });
  const directory = join(cache, `package-${fingerprint()}`);
  return await withLock(`${directory}.lock`, async () => {
    if (existsSync(directory)) return directory;
    removeOld(cache);
    await packageInto(
      directory,
      TARGETS.map(({ name }) => name),
    );
    return directory;
  });
}

const KEPT_MS = 24 * 60 * 60 * 1000;

/** By age alone: another clone may use or build its own artifacts. */
function removeOld(cache: string): void {
  for (const name of globSync("package-*", { cwd: cache })) {
    const path = join(cache, name);
    if (Date.now() - statSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}

/** Runs the script of `npm run package`. */
export async function packageInto(
  directory: string,
  targets: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  const args = ["test/toolchain/with-node.js", "--pinned", "release/package.ts", "--output", directory, ...targets];
  return (await run(process.execPath, args, { env: { ...process.env, ...env } })).stdout;
}

/** A hash of the sources of the packages. */
function fingerprint(): string {
  const hash = createHash("sha256");
  const files = globSync(["src/**", "release/**", "package.json", "package-lock.json", "README.md", "LICENSE"]);
  for (const file of files.toSorted()) {
    if (statSync(file).isFile()) hash.update(`\0${file}\0`).update(readFileSync(file));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Unpacks the executable for this machine into a directory, and returns its path. */
export async function unpackExecutable(artifacts: string, directory: string): Promise<string> {
  const host = hostTarget();
  if (host === undefined) throw new Error("there is no executable for this machine");
  await run("tar", ["-xf", join(artifacts, archiveName(host, manifest.version)), "-C", directory]);
  return join(directory, executableName(host));
}
