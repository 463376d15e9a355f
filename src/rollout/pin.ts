import type { CheckDeclaration } from "../api/check-declaration.ts";
import { isLatest, type Version } from "../policy/version.ts";
import type { Pin } from "../report/rollout-plan.ts";

/**
 * The cost of pinning a version: the newer checks that the server knows and does not run.
 *
 * @param maxMinor the newest minor that the server knows
 */
export function pinOf(version: Version | undefined, checks: readonly CheckDeclaration[], maxMinor: number): Pin | null {
  if (version === undefined || isLatest(version)) return null;
  const newer = checks.flatMap(({ id, revisions }) =>
    revisions
      .filter(({ since }) => since > version.minor && since <= maxMinor)
      .map(({ since }) => ({ check: id, since: `v1.${since}` })),
  );
  return { version: version.text, newer };
}
