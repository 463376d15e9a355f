/** The notes on PodSecurityPolicies among manifests. The file is a late module: only few runs find one. */
import { lintNotes } from "../../psp/lint-notes.ts";
import type { Note } from "../../report/report.ts";
import { decodeAccess } from "../../sources/access-decoding.ts";
import type { AccessObject } from "../../workloads/access/access-object.ts";

/** Makes a note of each policy. */
export function policyNotes(policies: readonly AccessObject[]): readonly Note[] {
  return lintNotes(policies, decodeAccess);
}
