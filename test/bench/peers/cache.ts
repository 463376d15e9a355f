import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { cachePath } from "../../../release/cache.ts";

/** Lines before the reason of a failure. */
const CHATTER = /^(?:go: downloading|npm warn) /;

/** The folder of a version of a peer, beside the programs that the tests build (test/go-program.ts). */
export function folderOf(peer: string): string {
  return cachePath("bench", peer);
}

/** Runs the installation of a peer. After a failure, for example without a network, returns a line with the reason. */
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
