import { formatLevelVersion, type EvaluatedPolicy } from "../../policy/evaluator.ts";

/** `restricted:latest`, and the API server that evaluates it. */
export function policyKeyOf(policy: EvaluatedPolicy): string {
  return `${formatLevelVersion(policy)} ${policy.serverMinor ?? ""}`;
}

/** The distinct policies, without privileged. */
export function distinctPolicies(policies: readonly EvaluatedPolicy[]): readonly EvaluatedPolicy[] {
  const asked = policies.filter(({ level }) => level !== "privileged");
  return [...new Map(asked.map((policy) => [policyKeyOf(policy), policy])).values()];
}
