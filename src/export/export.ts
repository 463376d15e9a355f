import { MODES } from "../api/mode.ts";
import type { Check } from "../policy/check.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import { defaultBindings, policyBindings, type PolicyBinding } from "./bindings.ts";
import { groupName, groupOf, groupVersion, versionGroups, type VersionGroup } from "./groups.ts";
import type { ExportOptions } from "./options.ts";
import { CONTROLLERS, PODS } from "./pod-source.ts";
import { admissionPolicy, type AdmissionPolicy } from "./policy.ts";

/** The objects that `export` writes: the policies, then their bindings. */
export interface ExportedPolicies {
  readonly options: ExportOptions;
  /** The exported groups, with the version in their messages. */
  readonly groups: readonly (VersionGroup & { readonly version: string })[];
  readonly policies: readonly AdmissionPolicy[];
  readonly bindings: readonly PolicyBinding[];
}

/**
 * Makes admission policies that decide as Pod Security Admission does.
 *
 * @param checks all checks, in the order of evaluation
 */
export function exportPolicies(checks: readonly Check[], options: ExportOptions): ExportedPolicies {
  const sources = options.controllers ? [PODS, ...CONTROLLERS] : [PODS];
  const groups = groupsOf(checks, options);
  const pairs = groups.flatMap((group) => sources.map((source) => ({ group, source })));
  return {
    options,
    groups: groups.map((group) => ({ ...group, version: groupVersion(group) })),
    policies: pairs.map(({ group, source }) => admissionPolicy(checks, group, source, options)),
    bindings: pairs.flatMap(({ group, source }) => [
      ...policyBindings(group, source, options),
      ...defaultBindings(checks, group, source, options),
    ]),
  };
}

/** The groups to export, each once: baseline before restricted, older versions first. */
function groupsOf(checks: readonly Check[], options: ExportOptions): VersionGroup[] {
  const { levels, allVersions, defaults, maxMinor } = options;
  const wanted: LevelVersion[] = [...levels, ...(defaults === undefined ? [] : MODES.map((mode) => defaults[mode]))];
  const groups = wanted.flatMap(({ level, version }) => {
    if (level === "privileged") return [];
    const own = groupOf(checks, level, version, maxMinor);
    return allVersions ? [...versionGroups(checks, level, maxMinor), own] : [own];
  });
  const byName = new Map(groups.map((group) => [`${group.level} ${groupName(group)}`, group]));
  return [...byName.values()].toSorted(
    (a, b) =>
      Number(a.level === "restricted") - Number(b.level === "restricted") ||
      Number(a.isLatest) - Number(b.isLatest) ||
      a.since - b.since,
  );
}
