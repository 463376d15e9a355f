import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { x as extract } from "tar";
import type { Target } from "../targets.ts";

/** Node for some platform, as npm has it. */
export interface NodeRuntime {
  readonly executable: string;
  /** The texts of Node's licence and of those of what it is made of; undefined where the package has none. */
  readonly license: string | undefined;
  readonly version: string;
  /** The package's hash in package-lock.json: `sha512-…`, in base64. */
  readonly integrity: string;
}

/**
 * Node for a platform, of the one version that package-lock.json pins. What is not installed here, since npm installs only the package of its
 * own platform, is asked of the registry, held against the lock's hash, and kept in the user's cache.
 *
 * @throws Error where the registry hands out something else than the lock names
 */
export async function nodeRuntime({ nodePackage, nodeFile }: Target): Promise<NodeRuntime> {
  const { version, integrity } = JSON.parse(readFileSync("package-lock.json", "utf8")).packages[
    `node_modules/${nodePackage}`
  ];
  const installed = join("node_modules", nodePackage);
  const folder = existsSync(join(installed, nodeFile))
    ? installed
    : await downloaded(`${nodePackage}@${version}`, integrity);
  const license = join(folder, "LICENSE");
  return {
    executable: join(folder, nodeFile),
    license: existsSync(license) ? readFileSync(license, "utf8").trim() : undefined,
    version,
    integrity,
  };
}

async function downloaded(name: string, integrity: string): Promise<string> {
  const cache = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "kubectl-pss", "node");
  const folder = join(cache, createHash("sha256").update(`${name} ${integrity}`).digest("hex").slice(0, 16));
  if (existsSync(folder)) return folder;
  mkdirSync(cache, { recursive: true });
  const unfinished = mkdtempSync(join(cache, "new-"));
  try {
    const shell = process.platform === "win32";
    execFileSync("npm", ["pack", "--silent", "--pack-destination", unfinished, name], { stdio: "pipe", shell });
    const archive = join(unfinished, readdirSync(unfinished)[0] ?? "");
    const hash = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
    if (hash !== integrity) throw new Error(`${name} has the hash ${hash}, and package-lock.json has ${integrity}`);
    await extract({ file: archive, cwd: unfinished, strip: 1 });
    rmSync(archive);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}
