import { fieldsOf } from "./schema-types.ts";

/** Names with a larger edit distance are not misspellings of each other. */
const MAX_DISTANCE = 3;

/** The structs in which a misplaced security field is looked up, and their names for people. */
const HOMES: readonly (readonly [struct: string, home: string])[] = [
  ["SecurityContext", "a container's securityContext"],
  ["PodSecurityContext", "the pod's spec.securityContext"],
  ["PodSpec", "the pod's spec"],
  ["Container", "a container"],
];

/**
 * Suggests the field that was probably meant by an unknown field `name` in `struct`, as the end of a sentence; empty if
 * no name is near: `did you mean runAsNonRoot?`, `hostNetwork belongs in the pod's spec`.
 */
export function suggestField(name: string, struct: string): string {
  const fields = fieldsOf(struct);
  const here = nearest(name, [...fields.keys()]);
  if (here !== undefined && here.distance <= 1) return `did you mean ${here.name}?`;
  // One level deeper is likelier than elsewhere.
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

/** Returns the candidate that is nearest to a name; undefined if none is near. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  return nearest(name, candidates)?.name;
}

interface Match {
  readonly name: string;
  readonly distance: number;
}

function nearest(name: string, candidates: readonly string[]): Match | undefined {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 3));
  let best: Match | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name: candidate, distance };
  }
  return best;
}

/** The number of characters to insert, remove or replace to turn `a` into `b` (Levenshtein). */
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
