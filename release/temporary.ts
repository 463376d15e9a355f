import { mkdtempSync, rmSync } from "node:fs";

const made = new Set<string>();
let isWatching = false;

/**
 * Makes a directory that goes with this process, however it ends but by SIGKILL.
 *
 * @param prefix the path, to which some letters are added
 */
export function temporaryDirectory(prefix: string): string {
  const directory = mkdtempSync(prefix);
  made.add(directory);
  if (!isWatching) {
    isWatching = true;
    process.once("exit", () => {
      for (const one of made) rmSync(one, { recursive: true, force: true });
    });
    // Unheard, they would end the process without its exit event. The codes are a shell's.
    process.once("SIGINT", () => process.exit(130));
    process.once("SIGTERM", () => process.exit(143));
  }
  return directory;
}
