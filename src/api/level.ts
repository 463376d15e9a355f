/** A Pod Security Standards level, from the most permissive to the strictest. */
export type Level = "privileged" | "baseline" | "restricted";

/** Every level, from the most permissive to the strictest. */
export const LEVELS: readonly Level[] = ["privileged", "baseline", "restricted"];

/** The API server's words for a value that is no level (api/helpers.go of k8s.io/pod-security-admission v0.37.2). */
export const INVALID_LEVEL = "must be one of privileged, baseline, restricted";

/** The level that `text` names, exactly as written; undefined for anything else. */
export function parseLevel(text: string): Level | undefined {
  return LEVELS.find((level) => level === text);
}

/** Negative when `a` is more permissive than `b`, zero when they are equal, positive when `a` is stricter. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}
