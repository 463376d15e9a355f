import { CHECKS } from "../policy/checks.ts";

/** The baseline checks that are replaced, by the restricted check that replaces them. */
const OVERRIDDEN: ReadonlyMap<string, string> = new Map(
  CHECKS.flatMap(({ id, revisions }) =>
    revisions.flatMap(({ overrides = [] }) => overrides.map((overridden): [string, string] => [id, overridden])),
  ),
);

/** The family of a check: `capabilities_baseline` and `capabilities_restricted` are in the same one. */
export function familyOf(check: string): string {
  return OVERRIDDEN.get(check) ?? check;
}
