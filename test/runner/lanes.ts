import { readFileSync } from "node:fs";
import { sep } from "node:path";

/** The parts of the test suite that can run alone. Every test file is in exactly one. */
export const LANES = ["fast", "conformance", "cluster", "browser", "package", "large"] as const;

export type Lane = (typeof LANES)[number];

/** Files outside the folder of their lane, which test the installed package. */
const FILES: Readonly<Record<string, Lane>> = {
  "test/action.test.ts": "package",
  "test/action-comment.test.ts": "package",
  "test/dist.test.ts": "package",
  "test/pre-commit-hooks.test.ts": "package",
};

const FOLDERS: readonly (readonly [folder: string, lane: Lane])[] = [
  ["test/cluster/", "cluster"],
  ["test/conformance/", "conformance"],
  ["test/conformance-psp/", "conformance"],
  ["test/conformance-older/", "conformance"],
  ["test/browser/", "browser"],
  ["test/package/", "package"],
  ["test/release/", "package"],
];

/**
 * Returns the lane of a test file. Tests of large inputs and outputs are in a file `large.test.ts`, beside the other tests of their subject.
 *
 * @param file its path, relative to the repository, with the separators of the platform
 */
export function laneOf(file: string): Lane {
  const path = file.split(sep).join("/");
  const own = FILES[path] ?? FOLDERS.find(([folder]) => path.startsWith(folder))?.[1];
  return own ?? (path.endsWith("/large.test.ts") ? "large" : "fast");
}

/** Whether a test file has many inputs. The fast lane uses some of them, and the conformance lane uses all, with a new seed for the random ones. */
export function hasManyInputs(file: string): boolean {
  return /\/(?:property|seed)\.ts"/.test(readFileSync(file, "utf8"));
}
