import type { ExportedPolicies } from "../../../export/export.ts";
import { stringifyBlockYaml } from "../../words/documents/yaml.ts";
import { breakExpressions } from "./break-expressions.ts";

/** The YAML documents of ValidatingAdmissionPolicies and their bindings. */
export function policyDocuments({ policies, bindings }: ExportedPolicies): string[] {
  return [...policies.map((policy) => ({ ...policy, spec: breakExpressions(policy.spec) })), ...bindings].map(
    (object) => `---\n${stringifyBlockYaml(object)}`,
  );
}
