/** The facts about the standards and about plans that a command line shows, and the parsing of levels and versions in its flags. */
import { INVALID_LEVEL, parseLevel } from "../api/level.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import {
  INVALID_VERSION,
  LATEST,
  LIBRARY_RELEASE,
  minorVersion,
  NEWEST_MINOR,
  parseVersion,
} from "../policy/version.ts";

export { CHECKS } from "../policy/checks.ts";
export type { LevelVersion } from "../policy/evaluator.ts";
export { USUAL_PLAN } from "../rollout/options.ts";

/** The versions of the standards that are known. */
export const STANDARDS = {
  oldest: minorVersion(0).text,
  newest: minorVersion(NEWEST_MINOR).text,
  /** The Go library that the checks follow, with the same verdicts and texts. */
  library: `k8s.io/pod-security-admission ${LIBRARY_RELEASE}`,
};

/** The value of a text, or a sentence that explains why the text is invalid. */
export type Parsed<Value> = { readonly value: Value } | { readonly fault: string };

/** Parses `LEVEL[:VERSION]`; without a version it means `latest`. */
export function parseLevelVersion(text: string): Parsed<LevelVersion> {
  const colon = text.indexOf(":");
  const level = parseLevel(colon === -1 ? text : text.slice(0, colon));
  if (level === undefined) return { fault: `The level ${INVALID_LEVEL}.` };
  const version = colon === -1 ? LATEST : parseVersion(text.slice(colon + 1));
  if (version === undefined) return { fault: `The version ${INVALID_VERSION}.` };
  return { value: { level, version } };
}

/** Parses the minor version of a server, `v1.N`, and returns N. */
export function parseServerMinor(text: string): Parsed<number> {
  const version = parseVersion(text);
  if (version !== undefined && version !== LATEST) return { value: version.minor };
  const minor = /^v?1\.(\d+)/.exec(text)?.[1];
  return { fault: `It is written v1.N${minor === undefined ? "" : `: v1.${Number(minor)}`}.` };
}

/** Parses the version of the labels of a plan: `latest`, `v1.N`, or `server`. */
export function parseLabelVersion(text: string): Parsed<string> {
  if (text === "server" || parseVersion(text) !== undefined) return { value: text };
  return { fault: `The version ${INVALID_VERSION}, or it is server.` };
}

/** Adds a level to a list, unless the list contains it. */
export function withLevel(levels: readonly LevelVersion[], added: LevelVersion): readonly LevelVersion[] {
  const isKnown = levels.some(({ level, version }) => level === added.level && version.text === added.version.text);
  return isKnown ? levels : [...levels, added];
}
