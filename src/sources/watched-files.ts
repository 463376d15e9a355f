import { watch, type FSWatcher } from "node:fs";
import { dirname } from "node:path";

const POLL = 10_000;
/** Several events of one change are one call. */
const SETTLED = 50;

/**
 * Calls a function when files may have changed: after each event in their directories, and every 10 seconds, because not every file system has events. The
 * kubelet replaces the files of a ConfigMap or a Secret by a link in their directory. The function has to compare the contents.
 *
 * @returns ends the calls
 */
export function watchFiles(files: readonly string[], check: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      check();
    }, SETTLED);
  };
  const watchers = [...new Set(files.map((file) => dirname(file)))].map((directory) => watchDirectory(directory, soon));
  const poll = setInterval(check, POLL);
  return () => {
    clearInterval(poll);
    clearTimeout(timer);
    for (const watcher of watchers) watcher?.close();
  };
}

/** @returns undefined where the system cannot watch; then only the poll finds changes */
function watchDirectory(directory: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, changed);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}
