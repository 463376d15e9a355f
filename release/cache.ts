import { homedir } from "node:os";
import { join } from "node:path";

/** A path in the user's cache, for files that take long to build or download. An empty XDG_CACHE_HOME counts as unset. */
export function cachePath(...names: readonly string[]): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "kubectl-pss", ...names);
}
