import type { Check } from "../policy/check.ts";
import { isLatest, type Version } from "../policy/version.ts";
import { checksAt } from "../policy/standards.ts";

/** The facts about a group of versions that its policies depend on. */
export type RuledGroup = Omit<VersionGroup, "until">;

/** Versions of a level that have the same checks at the same revisions. */
export interface VersionGroup {
  readonly level: Check["level"];
  /** The first minor of the group. */
  readonly since: number;
  /** The last minor of the group. */
  readonly until: number;
  /** Whether the policy is for `latest`, and for minors that are not known yet. */
  readonly isLatest: boolean;
}

/** Lists the groups of a level's versions from v1.0 on, oldest first. The last group is `latest`. */
export function versionGroups(checks: readonly Check[], level: Check["level"], maxMinor: number): VersionGroup[] {
  const starts = [0];
  for (let minor = 1; minor <= maxMinor; minor++) {
    if (rules(checks, level, minor) !== rules(checks, level, minor - 1)) starts.push(minor);
  }
  return starts.map((since, index) => {
    const next = starts[index + 1];
    return { level, since, until: next === undefined ? maxMinor : next - 1, isLatest: next === undefined };
  });
}

/** The group of a version. A pinned version has a group of its own name, even if `latest` has the same rules. */
export function groupOf(
  checks: readonly Check[],
  level: Check["level"],
  version: Version,
  maxMinor: number,
): VersionGroup {
  const minor = Math.min(version.minor, maxMinor);
  const group = versionGroups(checks, level, maxMinor).findLast(({ since }) => since <= minor);
  // There is always a group that begins at v1.0.
  return { ...(group ?? { level, since: 0, until: maxMinor }), isLatest: isLatest(version) };
}

/** The last part of a policy's name: `latest`, or the first version of its group. */
export function groupName({ since, isLatest: isNewest }: VersionGroup): string {
  return isNewest ? "latest" : `v1-${since}`;
}

/** The version in the messages of a group: `latest`, or the first version of the group. */
export function groupVersion({ since, isLatest: isNewest }: RuledGroup): string {
  return isNewest ? "latest" : `v1.${since}`;
}

/** Identifies the rules of a level at a minor. */
function rules(checks: readonly Check[], level: Check["level"], minor: number): string {
  return checksAt(checks, level, minor)
    .map(({ check, revision }) => `${check.id}@${revision.since}`)
    .join();
}
