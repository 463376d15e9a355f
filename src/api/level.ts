/** A Pod Security Standards level, from the most permissive to the strictest. */
export type Level = "privileged" | "baseline" | "restricted";

/** Every level, from the most permissive to the strictest. */
export const LEVELS: readonly Level[] = Object.freeze(["privileged", "baseline", "restricted"] as const);

/** The API server's message for an invalid level (api/helpers.go of k8s.io/pod-security-admission v0.37.2). */
export const INVALID_LEVEL = "must be one of privileged, baseline, restricted";

/** Parses a level. The text must match exactly; anything else is undefined. */
export function parseLevel(text: string): Level | undefined {
  return LEVELS.find((level) => level === text);
}

/** Negative if `a` is more permissive than `b`, zero if they are equal, positive if `a` is stricter. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}
