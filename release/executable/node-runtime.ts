import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { x as extract } from "tar";
import { cachePath } from "../cache.ts";
import { npmCommand } from "../npm.ts";
import type { Target } from "../targets.ts";
import { temporaryDirectory } from "../temporary.ts";

/** Node for some platform, as npm has it. */
export interface NodeRuntime {
  readonly executable: string;
  /** The texts of Node's licence and of those of what it is made of; undefined where the package has none. */
  readonly license: string | undefined;
  readonly version: string;
}

/**
 * Node for a platform, of the one version that package-lock.json pins. What is not installed here, since npm installs only the package of its
 * own platform, is asked of the registry and kept in the user's cache; whenever it is used, it is held against the lock's hash.
 *
 * @param directory where to unpack it
 * @throws Error where it cannot be had, or is something else than the lock names
 */
export async function nodeRuntime({ nodePackage, nodeFile }: Target, directory: string): Promise<NodeRuntime> {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const { version, integrity }: { version: string; integrity: string } = lock.packages[`node_modules/${nodePackage}`];
  let folder = join("node_modules", nodePackage);
  if (!existsSync(join(folder, nodeFile))) {
    folder = join(directory, nodePackage);
    if (!existsSync(folder)) await unpack(archiveOf(nodePackage, version, integrity), folder, nodeFile);
  }
  const license = join(folder, "LICENSE");
  return {
    executable: join(folder, nodeFile),
    license: existsSync(license) ? readFileSync(license, "utf8").trim() : undefined,
    version,
  };
}

/**
 * Unpacks the executable and the licence of a Node package into a new folder.
 *
 * @internal exported for its test
 */
export async function unpack(file: string, folder: string, nodeFile: string): Promise<void> {
  mkdirSync(folder);
  const wanted = new Set([`package/${nodeFile}`, "package/LICENSE"]);
  await extract({ file, cwd: folder, strip: 1, filter: (path) => wanted.has(path) });
}

/**
 * Returns the archive of a Node package in the user's cache, and downloads it where it is not there.
 *
 * @throws Error where npm cannot download it, or its hash is not `integrity`
 * @internal exported for its test
 */
export function archiveOf(name: string, version: string, integrity: string): string {
  const cache = cachePath("node");
  const archive = join(cache, `${name}-${version}.tgz`);
  if (existsSync(archive) && hashOf(archive) === integrity) return archive;
  mkdirSync(cache, { recursive: true });
  const downloads = temporaryDirectory(join(cache, "new-"));
  npmPack(`${name}@${version}`, downloads);
  const downloaded = join(downloads, readdirSync(downloads)[0] ?? "");
  const hash = hashOf(downloaded);
  if (hash !== integrity) {
    throw new Error(`${name}@${version} has the hash ${hash}, expected ${integrity}: nothing is made of it`);
  }
  renameSync(downloaded, archive);
  return archive;
}

function hashOf(file: string): string {
  return `sha512-${createHash("sha512").update(readFileSync(file)).digest("base64")}`;
}

function npmPack(name: string, directory: string): void {
  const [program, args] = npmCommand("pack", "--loglevel=error", "--pack-destination", directory, name);
  try {
    execFileSync(program, args, { stdio: "pipe" });
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : String(error);
    throw new Error(`npm could not download ${name}: ${said}`, { cause: error });
  }
}
