import { createHash } from "node:crypto";
import { readlinkSync } from "node:fs";
import { join } from "node:path";
import type { Git } from "./run-git.ts";

/** A path whose file has another time than git's index says. Its contents may be the same. */
interface Candidate {
  /** Relative to the root. */
  readonly path: string;
  readonly type: "file" | "link";
  /** The hash of its contents in a commit. */
  readonly hash: string;
}

/**
 * Returns those of some paths of a working tree that have the same contents as in a commit. `git diff` would find out too, but it writes the new times into
 * the index.
 */
export async function sameContents(
  git: Git,
  root: string,
  candidates: readonly Candidate[],
): Promise<ReadonlySet<string>> {
  const links = candidates.filter(
    ({ type, path, hash }) => type === "link" && hashOfLink(join(root, path), hash) === hash,
  );
  const files = candidates.filter(({ type }) => type === "file");
  const hashes = await hashesOf(
    git,
    root,
    files.map(({ path }) => path),
  );
  const same = files.filter(({ hash }, index) => hashes[index] === hash);
  return new Set([...links, ...same].map(({ path }) => path));
}

/** The hashes of files as git would store them; an empty list if one of them cannot be read. */
async function hashesOf(git: Git, root: string, paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const { code, output } = await git(root, ["hash-object", "--stdin-paths"], `${paths.map(quoted).join("\n")}\n`);
  return code === 0 ? output.trimEnd().split("\n") : [];
}

/** A path in a line of its own: in quotation marks if it needs them ("quote.c" of git). */
function quoted(path: string): string {
  if (!/[\n"]/.test(path)) return path;
  return `"${path.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}

/** The hash of a link's target, by the algorithm of another hash; undefined for a path that is no link. */
function hashOfLink(path: string, like: string): string | undefined {
  let target: Buffer;
  try {
    target = readlinkSync(path, { encoding: "buffer" });
  } catch {
    return undefined;
  }
  const hash = createHash(like.length === SHA256_LENGTH ? "sha256" : "sha1");
  return hash.update(`blob ${target.length}\0`).update(target).digest("hex");
}

/** The length of a hash of SHA-256 in hexadecimal digits. */
const SHA256_LENGTH = 64;
