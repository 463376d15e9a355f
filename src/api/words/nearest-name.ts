/** The one place that uses leven. Every suggestion of a name ("did you mean …?") comes from here. */
import leven from "leven";
import { quote } from "./quoted.ts";

/** Names with a larger distance are never misspellings of each other. */
const MAX_DISTANCE = 3;

/** A known name that is close to an unknown one. */
export interface NearName {
  readonly name: string;
  /** The number of characters that are inserted, removed or replaced (Levenshtein), ignoring case. */
  readonly distance: number;
}

/** Returns the candidate closest to `name`; undefined if none is close. A third of the characters may differ, and at most three. */
export function nearest(name: string, candidates: readonly string[]): NearName | undefined {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 3));
  let best: NearName | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = leven(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name: candidate, distance };
  }
  return best;
}

/** Returns the name that `nearest` finds. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  return nearest(name, candidates)?.name;
}

/** `did you mean "shop"?`, or other advice if no candidate is close. */
export function meantName(name: string, candidates: readonly string[], otherwise: string): string {
  const near = nearestName(name, candidates);
  return near === undefined ? otherwise : `did you mean ${quote(near)}?`;
}
