/** Verifies the options that a caller passes. Each wrong option throws an Error with its name, the expected value and the type of the found value. */
import { LEVELS, parseLevel } from "../api/level.ts";
import { isRecord } from "../api/record.ts";
import { shorten, typeOf } from "../api/words/quoted.ts";
import { CHECKS } from "../policy/checks.ts";
import { createEvaluator, formatLevelVersion, type Evaluator, type LevelVersion } from "../policy/evaluator.ts";
import { INVALID_VERSION, isLatest, LATEST, parseVersion } from "../policy/version.ts";
import type { Labels, ServerOptions, Standard } from "./types.ts";

/** @throws Error if the options are not an object */
export function assertObject(name: string, options: unknown): void {
  if (!isRecord(options)) throw invalid(name, "an object", options);
}

/**
 * @param place the place of the standard in the options: `levels[0].`
 * @throws Error if the level or the version is invalid
 */
export function levelVersionOf({ level, version }: Standard, place = ""): LevelVersion {
  const parsedLevel = typeof level === "string" ? parseLevel(level) : undefined;
  if (parsedLevel === undefined) throw invalid(`${place}level`, `one of ${LEVELS.join(", ")}`, level);
  if (version === undefined) return { level: parsedLevel, version: LATEST };
  const parsedVersion = typeof version === "string" ? parseVersion(version) : undefined;
  if (parsedVersion === undefined) throw new Error(`${place}version: ${INVALID_VERSION}, found ${found(version)}`);
  return { level: parsedLevel, version: parsedVersion };
}

/**
 * The levels of a lint, each once.
 *
 * @throws Error if one of them is invalid
 */
export function levelsOf(levels: unknown = []): readonly LevelVersion[] {
  const parsed = listOf("levels", "a list of levels", levels).map((standard, index) => {
    assertObject(`levels[${index}]`, standard);
    return levelVersionOf(standard as Standard, `levels[${index}].`);
  });
  return [...new Map(parsed.map((level) => [formatLevelVersion(level), level])).values()];
}

/** An optional list, as a copy. */
export function listOf(name: string, expected: string, list: unknown): readonly unknown[] {
  if (!Array.isArray(list)) throw invalid(name, expected, list);
  return [...(list as unknown[])];
}

export function optionalString(name: string, value: unknown): string | undefined {
  return value === undefined || typeof value === "string" ? value : fail(name, "a string", value);
}

export function optionalBoolean(name: string, value: unknown): boolean | undefined {
  return value === undefined || typeof value === "boolean" ? value : fail(name, "true or false", value);
}

/** All labels of a namespace, as a copy. */
export function labelsOf(name: string, labels: unknown): Labels {
  // The entries of a Map are no fields, so it would look like an object without labels.
  const copy = isRecord(labels) && !(Symbol.iterator in labels) ? { ...labels } : undefined;
  return copy !== undefined && isLabels(copy) ? copy : fail(name, "an object of strings", labels);
}

function isLabels(labels: Readonly<Record<string, unknown>>): labels is Labels {
  return Object.values(labels).every((value) => typeof value === "string");
}

/** The API server that is simulated. */
export interface Server {
  readonly evaluator: Evaluator;
  /** The minor of `serverVersion`; undefined without one. */
  readonly minor: number | undefined;
}

/** A cache by minor, with at most one evaluator for each known minor: to create one costs more than to evaluate a pod. It has no data of callers. */
const evaluators = new Map<number, Evaluator>();

/** @throws Error if the version is not that of a server */
export function serverOf({ serverVersion }: ServerOptions): Server {
  const minor = serverVersion === undefined ? undefined : minorOf(serverVersion);
  const emulated = minor ?? Infinity;
  let evaluator = evaluators.get(emulated);
  if (evaluator === undefined) {
    evaluator = createEvaluator(CHECKS, emulated);
    // A newer minor is a mistake or an attack, so it gets no entry.
    if (emulated <= evaluator.maxMinor || minor === undefined) evaluators.set(emulated, evaluator);
  }
  return { evaluator, minor };
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

function fail(name: string, expected: string, value: unknown): never {
  throw invalid(name, expected, value);
}

function found(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(shorten(value));
  if (typeof value === "function") return "a function";
  return value === undefined ? "nothing" : typeOf(value);
}
