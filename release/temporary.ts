import { mkdtempSync, rmSync } from "node:fs";

const made = new Set<string>();
let isWatching = false;

/**
 * Makes a directory that is removed when this process ends, except by SIGKILL.
 *
 * @param prefix the start of the path; random letters follow
 */
export function temporaryDirectory(prefix: string): string {
  const directory = mkdtempSync(prefix);
  made.add(directory);
  if (!isWatching) {
    isWatching = true;
    process.once("exit", () => {
      for (const one of made) rmSync(one, { recursive: true, force: true });
    });
    // Without a listener, these signals end the process without its exit event. The exit codes are those of a shell.
    process.once("SIGINT", () => process.exit(130));
    process.once("SIGTERM", () => process.exit(143));
  }
  return directory;
}
