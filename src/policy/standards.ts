/**
 * Which checks a level consists of, and what changes between two versions. The evaluator and the documents use these
 * functions.
 */
import type { CheckDeclaration, LevelChanges } from "../api/checks/check-declaration.ts";
import type { Level } from "../api/level.ts";

/**
 * Lists the checks of a level at `v1.<minor>`, each at its newest revision up to that minor: the baseline checks that
 * no restricted check overrides, then, for restricted, the restricted checks (policy/registry.go of
 * k8s.io/pod-security-admission v0.37.2).
 *
 * @param checks the checks in the order of evaluation, which the result keeps
 */
export function checksAt<C extends CheckDeclaration>(
  checks: readonly C[],
  level: Level,
  minor: number,
): { readonly check: C; readonly revision: C["revisions"][number] }[] {
  if (level === "privileged") return [];
  return checks.flatMap((check) => {
    const revision = revisionAt(check, minor);
    if (revision === undefined || (level === "baseline" && check.level !== "baseline")) return [];
    return level === "restricted" && overriderOf(checks, check, minor) !== undefined ? [] : [{ check, revision }];
  });
}

/** Lists the changes of a level between `v1.<from>` and the newer `v1.<to>`. */
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

/** The restricted check that replaces a baseline check at `v1.<minor>`. */
function overriderOf<C extends CheckDeclaration>(checks: readonly C[], { id }: C, minor: number): C | undefined {
  return checks.find((check) => revisionAt(check, minor)?.overrides?.includes(id));
}

function revisionAt<C extends CheckDeclaration>({ revisions }: C, minor: number): C["revisions"][number] | undefined {
  return revisions.findLast(({ since }) => since <= minor);
}
