import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cachePath } from "../../../release/cache.ts";

/** Lines before the one that says why something failed. */
const CHATTER = /^(?:go: downloading|npm warn) /;

/** Where the bench keeps a peer of a version, beside the programs that the tests build (test/go-program.ts). */
export function folderOf(peer: string): string {
  return cachePath("bench", peer);
}

/** Runs what installs a peer. Where that fails, as it does without a network, it gives the line that says why. */
export async function install(
  program: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string | undefined> {
  try {
    await promisify(execFile)(program, args, { env, maxBuffer: 1 << 24, shell: process.platform === "win32" });
    return undefined;
  } catch (error) {
    const said = error instanceof Error && "stderr" in error ? String(error.stderr).trim() : "";
    const lines = (said === "" ? String(error) : said).split("\n");
    return lines.find((line) => !CHATTER.test(line));
  }
}
