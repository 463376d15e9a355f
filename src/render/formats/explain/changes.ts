import type { LevelChanges, RevisedCheck, RevisionDeclaration } from "../../../api/checks/check-declaration.ts";

/** Revisions that apply to the same levels. */
export interface ChangeGroup {
  /** `baseline and restricted` */
  readonly heading: string;
  readonly revised: readonly RevisedCheck[];
}

/** Groups revisions by the levels that they apply to; those of all levels are first. */
export function groupChanges(levels: readonly LevelChanges[]): ChangeGroup[] {
  const groups = new Map<string, Map<RevisionDeclaration, RevisedCheck>>();
  const groupOf = (sharing: readonly LevelChanges[]): Map<RevisionDeclaration, RevisedCheck> => {
    const heading = sharing.map(({ level }) => level).join(" and ");
    const group = groups.get(heading) ?? new Map<RevisionDeclaration, RevisedCheck>();
    groups.set(heading, group);
    return group;
  };
  groupOf(levels);
  for (const entry of levels.flatMap(({ revised }) => revised)) {
    const { revision } = entry;
    groupOf(levels.filter(({ revised }) => revised.some((other) => other.revision === revision))).set(revision, entry);
  }
  return Array.from(groups, ([heading, group]) => ({ heading, revised: [...group.values()] })).filter(
    ({ revised }) => revised.length > 0,
  );
}
