/** The facts about the standards that a command line shows. */
import { LIBRARY_RELEASE, minorVersion, NEWEST_MINOR } from "../policy/version.ts";

export { CHECKS } from "../policy/checks.ts";

/** The versions of the standards that are known. */
export const STANDARDS = {
  oldest: minorVersion(0).text,
  newest: minorVersion(NEWEST_MINOR).text,
  /** The Go library that the checks follow, with the same verdicts and texts. */
  library: `k8s.io/pod-security-admission ${LIBRARY_RELEASE}`,
};
