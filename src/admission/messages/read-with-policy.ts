/** Reads violations in a message whose policy is known, unknown, or newer than this program. */
import type { Check } from "../../policy/check.ts";
import { CHECKS } from "../../policy/checks.ts";
import type { LevelVersion } from "../../policy/evaluator.ts";
import { isEnd, readViolations, type ReadViolation, type ReadViolations } from "../../policy/read-violations.ts";
import { checksAt } from "../../policy/standards.ts";
import { NEWEST_MINOR } from "../../policy/version.ts";

/**
 * Reads violations as the policy's checks write them. `latest` is any minor, since the server may be older. Without a
 * policy, the strictest reading counts.
 */
export function readWithPolicy(text: string, policy: LevelVersion | undefined): ReadViolations {
  let best: ReadViolations = { violations: [], rest: text };
  for (const active of readingsOf(policy)) {
    const read = readViolations(text, active);
    const isLonger = read.rest.length < best.rest.length;
    const isClearer = read.rest.length === best.rest.length && isWhole(read.violations) && !isWhole(best.violations);
    if (isLonger || isClearer) best = read;
    if (isEnd(best.rest) && isWhole(best.violations)) return best;
  }
  return best;
}

/** A cache of `readingsOf`: a text has many messages with the same policy. */
const known = new Map<string, readonly (readonly Check[])[]>();

/** The lists of checks that a message with a policy may be written by, the likeliest first. */
function readingsOf(policy: LevelVersion | undefined): readonly (readonly Check[])[] {
  const isAny = policy === undefined || policy.version.minor > NEWEST_MINOR;
  const minor = isAny ? NEWEST_MINOR : policy.version.minor;
  const oldest = isAny ? 0 : minor;
  const levels = policy === undefined ? (["restricted", "baseline"] as const) : [policy.level];
  const key = `${levels.join()} ${oldest}..${minor}`;
  const readings = known.get(key);
  if (readings !== undefined) return readings;
  const distinct = new Map<string, readonly Check[]>();
  for (let at = minor; at >= oldest; at--) {
    for (const level of levels) {
      const active = checksAt(CHECKS, level, at).map(({ check }) => check);
      const ids = active.map(({ id }) => id).join();
      if (!distinct.has(ids)) distinct.set(ids, active);
    }
  }
  known.set(key, [...distinct.values()]);
  return [...distinct.values()];
}

/** Whether each violation says what to change, unless it is a reason alone; false for none. */
export function isWhole(violations: readonly ReadViolation[]): boolean {
  return violations.length > 0 && violations.every(({ changes, detail }) => detail === "" || changes.length > 0);
}
