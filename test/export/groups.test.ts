import assert from "node:assert/strict";
import { test } from "node:test";
import { groupName, groupOf, groupVersion, versionGroups } from "../../src/export/groups.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { LATEST, minorVersion, NEWEST_MINOR } from "../../src/policy/version.ts";

test("a group begins at each version that changes a level", () => {
  const starts = (level: "baseline" | "restricted"): number[] =>
    versionGroups(CHECKS, level, NEWEST_MINOR).map(({ since }) => since);
  assert.deepEqual(starts("baseline"), [0, 19, 27, 29, 31, 32, 34, 35, 37]);
  assert.deepEqual(starts("restricted"), [0, 8, 19, 22, 23, 25, 27, 29, 31, 32, 34, 35, 37]);
});

test("the groups of a level contain each version once", () => {
  for (const maxMinor of [0, 1, 30, NEWEST_MINOR]) {
    const minors = versionGroups(CHECKS, "restricted", maxMinor).flatMap(({ since, until }) =>
      Array.from({ length: until - since + 1 }, (_, index) => since + index),
    );
    assert.deepEqual(
      minors,
      Array.from({ length: maxMinor + 1 }, (_, minor) => minor),
    );
  }
});

test("a group is named after its first version, or after latest", () => {
  const named = (version: typeof LATEST): string => {
    const group = groupOf(CHECKS, "restricted", version, NEWEST_MINOR);
    return `${groupName(group)} ${groupVersion(group)}`;
  };
  assert.equal(named(LATEST), "latest latest");
  assert.equal(named(minorVersion(NEWEST_MINOR)), `v1-${NEWEST_MINOR} v1.${NEWEST_MINOR}`);
  assert.equal(named(minorVersion(36)), "v1-35 v1.35");
  assert.equal(named(minorVersion(7)), "v1-0 v1.0");
  // An unknown future version has the newest rules.
  assert.equal(named(minorVersion(99)), `v1-${NEWEST_MINOR} v1.${NEWEST_MINOR}`);
});
