import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderOf, install } from "./cache.ts";
import type { Peer } from "./peer.ts";

const PACKAGE = "@monokle/validation";
const VERSION = "0.33.0";

/** @monokle/validation with what its plugin for Pod Security asks at restricted, installed where it is not yet; or why it cannot be had. */
export async function monokle(): Promise<Peer | string> {
  const folder = folderOf(`monokle-validation-${VERSION}`);
  // npm writes it last of all.
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
      // It tells of each place where a field may stand; for the library, a pod violates a check or it does not.
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
