import { minorVersion } from "../policy/version.ts";
import type { PolicyMapping } from "../report/psp/mapping.ts";
import { GAPS } from "./levels/gaps.ts";
import { JUDGED_MINORS } from "./levels/levels.ts";
import { MAPPING } from "./levels/mapping.ts";

/** Returns the mapping as plain data. */
export function explainMapping(): PolicyMapping {
  return {
    versions: JUDGED_MINORS.map((minor) => minorVersion(minor).text),
    rows: MAPPING.map(({ field, checks, baseline, restricted, mutates }) => ({
      field,
      checks,
      baseline,
      restricted,
      ...(mutates !== undefined && { mutates }),
    })),
    gaps: GAPS.map(({ code, checks, text }) => ({ code, checks, text })),
  };
}
