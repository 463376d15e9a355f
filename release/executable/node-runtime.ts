import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { x as extract } from "tar";
import { cachePath } from "../cache.ts";
import { npmCommand } from "../npm.ts";
import type { Target } from "../targets.ts";
import { temporaryDirectory } from "../temporary.ts";

/** Node for a platform, from its npm package. */
export interface NodeRuntime {
  readonly executable: string;
  /** The licence texts of Node and its components; undefined if the package has no licence texts. */
  readonly license: string | undefined;
  readonly version: string;
}

/**
 * Returns Node for a platform, in the version that package-lock.json pins. npm installs only the package of its own platform. Other packages come
 * from the registry and stay in the user's cache. Every use compares them with the hash in the lock file.
 *
 * @param directory receives the unpacked files
 * @throws Error if the package is not available, or differs from the lock file
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
 * Returns the archive of a Node package in the user's cache, and downloads it if it is missing.
 *
 * @throws Error if npm cannot download it, or its hash is not `integrity`
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
