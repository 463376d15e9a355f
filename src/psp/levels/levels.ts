import { LEVELS, type Level } from "../../api/level.ts";
import type { Evaluator } from "../../policy/evaluator.ts";
import { minorVersion, NEWEST_MINOR } from "../../policy/version.ts";
import type { LimitingField, PolicyLevels } from "../../report/psp/psp-report.ts";
import { MAPPING, type MappingRow } from "./mapping.ts";
import type { Probe } from "./probes.ts";
import type { PodSecurityPolicy } from "../policy.ts";

/** The last minor version of an API server with PodSecurityPolicy. */
const LAST_MINOR = 24;

/**
 * The versions of the standards that a level must meet: that of the last API server with PodSecurityPolicy, and the newest one. The revisions between
 * them forbid nothing that both allow.
 */
export const JUDGED_MINORS: readonly number[] = [LAST_MINOR, NEWEST_MINOR];

const STRICTEST_FIRST = LEVELS.toReversed();

/**
 * Finds the levels of a policy: by the letter, the strictest level that every pod meets which the policy admits without a change, apart from the gaps
 * (gaps.ts); in spirit, the same if SELinux and AppArmor are not used.
 *
 * @param minors the versions of the standards; a level must be met in all of them
 */
export function levelsOf(
  policy: PodSecurityPolicy,
  evaluator: Evaluator,
  minors: readonly number[] = JUDGED_MINORS,
): PolicyLevels {
  const rows = MAPPING.filter(({ checks }) => checks.length > 0).map((row) => {
    const probes = row.probes(policy).map((probe) => ({ probe, level: levelOf(row, probe, evaluator, minors) }));
    return { row, probes };
  });
  const limits = rows.flatMap(({ row, probes }) => {
    const worst = lowest(probes.map(({ level }) => level));
    if (worst === "restricted") return [];
    const used = lowest(probes.filter(({ probe }) => probe.isUnused !== true).map(({ level }) => level));
    const values = probes.filter(({ level }) => level === worst).map(({ probe }) => probe.value);
    return [{ field: row.field, values: [...new Set(values)], letter: worst, spirit: used } satisfies LimitingField];
  });
  return {
    letter: lowest(limits.map(({ letter }) => letter)),
    spirit: lowest(limits.map(({ spirit }) => spirit)),
    limits,
  };
}

/** The strictest level that a pod meets, for some checks only. */
function levelOf({ checks }: MappingRow, { pod }: Probe, evaluator: Evaluator, minors: readonly number[]): Level {
  const evaluation = evaluator.forPod(pod);
  const isMet = (level: Level): boolean =>
    minors.every((minor) =>
      evaluation.violations({ level, version: minorVersion(minor) }).every(({ check }) => !checks.includes(check)),
    );
  return STRICTEST_FIRST.find(isMet) ?? "privileged";
}

/** The lowest of several levels; restricted if there are none. */
export function lowest(levels: readonly Level[]): Level {
  return LEVELS.find((level) => levels.includes(level)) ?? "restricted";
}
