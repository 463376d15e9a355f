import { nearest } from "../../api/words/nearest-name.ts";
import { fieldsOf } from "./schema-types.ts";

/** The structs that may contain a misplaced security setting, and their names for people. */
const HOMES: readonly (readonly [struct: string, home: string])[] = [
  ["SecurityContext", "a container's securityContext"],
  ["PodSecurityContext", "the pod's spec.securityContext"],
  ["PodSpec", "the pod's spec"],
  ["Container", "a container"],
];

/**
 * Suggests a replacement for the unknown field `name` of `struct`, as the end of a sentence; empty if no field is close:
 * `did you mean runAsNonRoot?`, `hostNetwork belongs in the pod's spec`.
 */
export function suggestField(name: string, struct: string): string {
  const fields = fieldsOf(struct);
  const here = nearest(name, [...fields.keys()]);
  if (here !== undefined && here.distance <= 1) return `did you mean ${here.name}?`;
  // One level deeper is the likeliest place.
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
