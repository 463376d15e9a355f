import { LEVELS, parseLevel } from "../api/level.ts";
import { shorten, typeOf } from "../api/words/quoted.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, type Evaluator, type LevelVersion } from "../policy/evaluator.ts";
import { INVALID_VERSION, isLatest, LATEST, parseVersion } from "../policy/version.ts";
import type { ServerOptions, Standard } from "./types.ts";

/** @throws Error if the level or the version is invalid */
export function levelVersionOf({ level, version }: Standard): LevelVersion {
  const parsedLevel = typeof level === "string" ? parseLevel(level) : undefined;
  if (parsedLevel === undefined) throw invalid("level", `one of ${LEVELS.join(", ")}`, level);
  if (version === undefined) return { level: parsedLevel, version: LATEST };
  const parsedVersion = typeof version === "string" ? parseVersion(version) : undefined;
  if (parsedVersion === undefined) throw new Error(`version: ${INVALID_VERSION}, found ${found(version)}`);
  return { level: parsedLevel, version: parsedVersion };
}

/** The evaluators by minor. An evaluator keeps no data of pods. */
const evaluators = new Map<number, Evaluator>();

/** @throws Error if the version is not that of a server */
export function evaluatorOf({ serverVersion }: ServerOptions): Evaluator {
  const minor = serverVersion === undefined ? Infinity : minorOf(serverVersion);
  let evaluator = evaluators.get(minor);
  if (evaluator === undefined) {
    evaluator = createEvaluator(CHECKS, minor);
    // A newer minor is a mistake or an attack, so it gets no entry.
    if (minor <= evaluator.maxMinor || minor === Infinity) evaluators.set(minor, evaluator);
  }
  return evaluator;
}

function minorOf(serverVersion: unknown): number {
  const version = typeof serverVersion === "string" ? parseVersion(serverVersion) : undefined;
  if (version === undefined || isLatest(version)) throw invalid("serverVersion", "v1.N", serverVersion);
  return version.minor;
}

/** The error about an invalid option. */
export function invalid(name: string, expected: string, value: unknown): Error {
  return new Error(`${name}: expected ${expected}, found ${found(value)}`);
}

function found(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(shorten(value)) : value === undefined ? "nothing" : typeOf(value);
}
