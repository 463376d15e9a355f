import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { temporaryDirectory } from "../temporary.ts";

const SUMS = "SHA256SUMS";
/** Names of files from an earlier run. */
const OURS = /^(?:kubectl-pss_v.*|SHA256SUMS)$/;

/**
 * Replaces a directory of artifacts as a whole, when all new ones exist. After a failure the earlier ones are unchanged.
 *
 * @param fill writes files into a directory, and returns their names
 * @throws Error if the directory contains other files
 */
export async function replaceArtifacts(
  output: string,
  fill: (directory: string) => Promise<readonly string[]>,
): Promise<void> {
  const target = resolve(output);
  const foreign = existsSync(target) ? readdirSync(target).find((name) => !OURS.test(name)) : undefined;
  if (foreign !== undefined) {
    throw new Error(`${output} would be replaced, and holds ${foreign}, which is no artifact: name another directory`);
  }
  mkdirSync(dirname(target), { recursive: true });
  const unfinished = temporaryDirectory(`${target}.new-`);
  const files = await fill(unfinished);
  const sums = files.toSorted().map((file) => `${sumOf(join(unfinished, file))}  ${file}\n`);
  writeFileSync(join(unfinished, SUMS), sums.join(""));
  rmSync(target, { recursive: true, force: true });
  renameSync(unfinished, target);
}

function sumOf(file: string): string {
  return createHash("sha256").update(readFileSync(file)).digest("hex");
}
