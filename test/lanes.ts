import { readFileSync } from "node:fs";
import { sep } from "node:path";

/** The parts of the test suite that can run on their own. Every test file is in exactly one. */
export const LANES = ["fast", "conformance", "cluster", "browser", "package", "large"] as const;

export type Lane = (typeof LANES)[number];

/** Files outside the folder of their lane: what they test is the installed package, or the size of a report. */
const FILES: Readonly<Record<string, Lane>> = {
  "test/action.test.ts": "package",
  "test/dist.test.ts": "package",
  "test/pre-commit-hooks.test.ts": "package",
  "test/render/large.test.ts": "large",
};

const FOLDERS: readonly (readonly [folder: string, lane: Lane])[] = [
  ["test/cluster/", "cluster"],
  ["test/conformance/", "conformance"],
  ["test/browser/", "browser"],
  ["test/package/", "package"],
  ["test/release/", "package"],
];

/** Returns the lane of a test file. `file` is relative to the repository, with the separators of the platform. */
export function laneOf(file: string): Lane {
  const path = file.split(sep).join("/");
  return FILES[path] ?? FOLDERS.find(([folder]) => path.startsWith(folder))?.[1] ?? "fast";
}

/** Whether a test file makes random inputs. The conformance lane runs these with a new seed, the other lanes with a fixed one. */
export function isRandom(file: string): boolean {
  return readFileSync(file, "utf8").includes('/property.ts"');
}
