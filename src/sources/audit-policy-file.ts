import { readOwnFile, type OwnFile } from "./own-file.ts";

/**
 * Reads the file of an audit policy of kube-apiserver.
 *
 * @throws UserError if it does not exist, cannot be read, is empty, is no YAML, or has a key twice
 */
export function readAuditPolicyFile(file: string): OwnFile {
  return readOwnFile(file, {
    contents: "It is the file of --audit-policy-file of kube-apiserver: a Policy of audit.k8s.io/v1.",
    missing: "Check the path. kubectl pss history --print-audit-policy prints a policy.",
    empty: "kubectl pss history --print-audit-policy prints a policy.",
  });
}
