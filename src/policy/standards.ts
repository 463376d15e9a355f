/** What the standards ask for at a version, and what changes between two: for documents. The evaluator does the same to judge. */
import type { CheckDeclaration, LevelChanges, RevisedCheck, RevisionDeclaration } from "../api/check-declaration.ts";
import type { Level } from "./level.ts";

/**
 * What a level asks for at `v1.<minor>`, in the order in which it is evaluated (policy/registry.go of k8s.io/pod-security-admission v0.37.2):
 * the baseline checks that nothing overrides, then, at restricted, the restricted ones.
 *
 * @param checks the checks, in the order of evaluation
 */
export function checksAt(checks: readonly CheckDeclaration[], level: Level, minor: number): RevisedCheck[] {
  if (level === "privileged") return [];
  return checks.flatMap((check) => {
    const revision = revisionAt(check, minor);
    if (revision === undefined || (level === "baseline" && check.level !== "baseline")) return [];
    return level === "restricted" && overriderOf(checks, check, minor) !== undefined ? [] : [{ check, revision }];
  });
}

/** What a level asks for at `v1.<to>` and did not at `v1.<from>`, which is older, and what it no longer does. */
export function changesBetween(
  checks: readonly CheckDeclaration[],
  level: CheckDeclaration["level"],
  from: number,
  to: number,
): LevelChanges {
  const revised = checksAt(checks, level, to)
    .flatMap(({ check }) => check.revisions.map((revision) => ({ check, revision })))
    .filter(({ revision: { since } }) => since > from && since <= to)
    .toSorted((a, b) => a.revision.since - b.revision.since);
  const overridden = checksAt(checks, level, from).flatMap(({ check }) => {
    const by = level === "restricted" ? overriderOf(checks, check, to) : undefined;
    return by === undefined ? [] : [{ check, by }];
  });
  return { level, revised, overridden };
}

/** The restricted check that takes the place of a baseline one at `v1.<minor>`. */
function overriderOf(
  checks: readonly CheckDeclaration[],
  { id }: CheckDeclaration,
  minor: number,
): CheckDeclaration | undefined {
  return checks.find((check) => revisionAt(check, minor)?.overrides?.includes(id));
}

function revisionAt({ revisions }: CheckDeclaration, minor: number): RevisionDeclaration | undefined {
  return revisions.findLast(({ since }) => since <= minor);
}
