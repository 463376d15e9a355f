/** Parses the levels and versions of a request. */
import { INVALID_LEVEL, parseLevel } from "../../api/level.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { INVALID_VERSION, isLatest, LATEST, parseVersion } from "../../policy/version.ts";

export type { LevelVersion } from "../../policy/evaluator.ts";

/** The value of a text, or a sentence on why it has none. */
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
  if (version !== undefined && !isLatest(version)) return { value: version.minor };
  const minor = /^v?1\.(\d+)/.exec(text)?.[1];
  return { fault: `It is written v1.N${minor === undefined ? "" : `: v1.${Number(minor)}`}.` };
}

/** Parses the version of the labels of a plan: `latest`, `v1.N`, or `server`. */
export function parseLabelVersion(text: string): Parsed<string> {
  if (text === "server" || parseVersion(text) !== undefined) return { value: text };
  return { fault: `The version ${INVALID_VERSION}, or it is server.` };
}

/** Adds a level to a list that does not contain it. */
export function withLevel(levels: readonly LevelVersion[], added: LevelVersion): readonly LevelVersion[] {
  const isKnown = levels.some(({ level, version }) => level === added.level && version.text === added.version.text);
  return isKnown ? levels : [...levels, added];
}
