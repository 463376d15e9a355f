import { InvalidArgumentError } from "commander";
import { MODES } from "../../api/mode.ts";
import type { AskedFailOn } from "../../report/report.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { INVALID_LEVEL, parseLevel } from "../../api/level.ts";
import { INVALID_VERSION, LATEST, parseVersion } from "../../policy/version.ts";

/** The flag of every command that searches directories. */
export const INCLUDE_HIDDEN = {
  flag: "--include-hidden",
  help: "read hidden files and directories too; .git and node_modules are never searched",
} as const;

/** Parses `LEVEL[:VERSION]`; the version may be left out and means `latest`. */
export function parseLevelVersion(text: string): LevelVersion {
  const colon = text.indexOf(":");
  const level = parseLevel(colon === -1 ? text : text.slice(0, colon));
  if (level === undefined) throw new InvalidArgumentError(`The level ${INVALID_LEVEL}.`);
  const version = colon === -1 ? LATEST : parseVersion(text.slice(colon + 1));
  if (version === undefined) throw new InvalidArgumentError(`The version ${INVALID_VERSION}.`);
  return { level, version };
}

/** Adds one more `--level` to those before it. */
export function collectLevels(text: string, previous: readonly LevelVersion[]): readonly LevelVersion[] {
  const level = parseLevelVersion(text);
  const isKnown = previous.some((other) => other.level === level.level && other.version.text === level.version.text);
  return isKnown ? previous : [...previous, level];
}

/** Parses `v1.N` of `--server-version`, and gives N. */
export function parseServerMinor(text: string): number {
  const version = parseVersion(text);
  if (version !== undefined && version !== LATEST) return version.minor;
  const minor = /^v?1\.(\d+)/.exec(text)?.[1];
  throw new InvalidArgumentError(`It is written v1.N${minor === undefined ? "" : `: v1.${Number(minor)}`}.`);
}

const FAIL_ON: readonly AskedFailOn[] = [...MODES, "any", "none"];

/** Parses the mode of `--fail-on`. */
export function parseFailOn(text: string): AskedFailOn {
  const known = FAIL_ON.find((mode) => mode === text);
  if (known === undefined) throw new InvalidArgumentError(`It is one of ${FAIL_ON.join(", ")}.`);
  return known;
}

/** Parses kubectl's `-v`: a whole number, and the higher it is the more is said. */
export function parseVerbosity(text: string): number {
  if (!/^\d{1,2}$/.test(text)) throw new InvalidArgumentError("It is a whole number, as for kubectl.");
  return Number(text);
}
