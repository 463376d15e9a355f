import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderOf, install } from "./cache.ts";
import type { Peer } from "./peer.ts";

const PACKAGE = "@monokle/validation";
const VERSION = "0.33.0";

/**
 * Installs @monokle/validation, with the rules of its Pod Security plugin for restricted, unless it is installed; returns the reason if it is not
 * available.
 */
export async function monokle(): Promise<Peer | string> {
  const folder = folderOf(`monokle-validation-${VERSION}`);
  // npm writes this file last.
  if (!existsSync(join(folder, "node_modules", ".package-lock.json"))) {
    const flags = ["--ignore-scripts", "--no-save", "--no-audit", "--no-fund", "--prefix", folder];
    const failure = await install("npm", ["install", ...flags, `${PACKAGE}@${VERSION}`]);
    if (failure !== undefined) return `${PACKAGE} is left out, since it cannot be installed: ${failure}`;
  }
  return {
    name: PACKAGE,
    isLibrary: false,
    candidate: (files) => ({
      name: PACKAGE,
      program: process.execPath,
      args: [join(import.meta.dirname, "monokle-lint.js"), folder, ...files],
      exitCode: 1,
      // It reports each possible place of a field; for the library, a pod violates a check or not.
      violations: (output) =>
        new Set(
          output
            .trimEnd()
            .split("\n")
            .map((line) => line.replace(/ at \d+$/, "")),
        ).size,
    }),
  };
}
