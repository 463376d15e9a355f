import { homedir } from "node:os";
import { join } from "node:path";

/** A path in the user's cache, where what takes long to make or to download stays. An empty XDG_CACHE_HOME is as good as none. */
export function cachePath(...names: readonly string[]): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "kubectl-pss", ...names);
}
