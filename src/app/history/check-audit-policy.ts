import { checkAuditPolicy } from "../../history/audit-policy/check-policy.ts";
import { auditPolicy } from "../../history/audit-policy/rules.ts";
import type { AuditPolicyCheck } from "../../report/audit-history/audit-policy-check.ts";
import { readAuditPolicyFile } from "../../sources/audit-policy-file.ts";
import { decodeOwnFile } from "../inputs/own-file.ts";

/**
 * Checks whether an audit policy logs what a history needs.
 *
 * @throws UserError if the file is no audit policy
 */
export function runAuditPolicyCheck(file: string): AuditPolicyCheck {
  const { value } = decodeOwnFile(file, readAuditPolicyFile(file), auditPolicy);
  return { file, requests: checkAuditPolicy(value) };
}
