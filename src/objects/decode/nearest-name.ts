import { fieldsOf } from "./schema-types.ts";

/** Names that are further apart than this are no misspellings of one another. */
const MAX_DISTANCE = 3;

/** The structs that security settings are looked for in when a field stands where it does not belong, and how people call them. */
const HOMES: readonly (readonly [struct: string, home: string])[] = [
  ["SecurityContext", "a container's securityContext"],
  ["PodSecurityContext", "the pod's spec.securityContext"],
  ["PodSpec", "the pod's spec"],
  ["Container", "a container"],
];

/**
 * What somebody who wrote the unknown field `name` in `struct` most likely meant, as the end of a sentence; empty where nothing is near:
 * `did you mean runAsNonRoot?`, `hostNetwork belongs in the pod's spec`.
 */
export function suggestField(name: string, struct: string): string {
  const fields = fieldsOf(struct);
  const here = nearest(name, [...fields.keys()]);
  if (here !== undefined && here.distance <= 1) return `did you mean ${here.name}?`;
  // A step deeper is likelier than somewhere else.
  const inside = (home: string): number => Number([...fields.values()].includes(home));
  const homes = HOMES.toSorted(([a], [b]) => inside(b) - inside(a));
  for (const [other, home] of homes) {
    if (other !== struct && fieldsOf(other).has(name)) return `${name} belongs in ${home}`;
  }
  if (here !== undefined) return `did you mean ${here.name}?`;
  for (const [other, home] of homes) {
    const there = nearest(name, [...fieldsOf(other).keys()]);
    if (other !== struct && there !== undefined && there.distance <= 1)
      return `did you mean ${there.name}, in ${home}?`;
  }
  return "";
}

/** The one of some names that is nearest to what somebody wrote; undefined where none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  return nearest(name, candidates)?.name;
}

interface Near {
  readonly name: string;
  readonly distance: number;
}

function nearest(name: string, candidates: readonly string[]): Near | undefined {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 3));
  let best: Near | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name: candidate, distance };
  }
  return best;
}

/** How many characters have to be inserted, removed or replaced to make `b` of `a` (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
