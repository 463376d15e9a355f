/**
 * The half of a rule on capabilities that the baseline and the restricted check share: what a container adds.
 * Upstream has it in both, policy/check_capabilities_baseline.go and check_capabilities_restricted.go of
 * k8s.io/pod-security-admission v0.37.2.
 */
import type { FieldPath } from "../../api/field-path.ts";
import type { VisitedContainer } from "../pod-view.ts";
import { containersPhrase, quoteList, sortedSet } from "../wording.ts";

/** A capability that a container adds, as it is written there, and where it stands. */
export interface AddedCapability {
  readonly value: string;
  readonly path: FieldPath;
}

/** What a container adds that `allowed` does not hold, in manifest order. Case and a prefix `CAP_` matter. */
export function addedBeyond(allowed: readonly string[], { container, path }: VisitedContainer): AddedCapability[] {
  return (container.securityContext?.capabilities?.add ?? [])
    .map((value, index) => ({ value, path: [...path, "securityContext", "capabilities", "add", index] }))
    .filter(({ value }) => !allowed.includes(value));
}

/**
 * The clause on the containers that add what they may not: their names in visit order, and the distinct capabilities.
 */
export function mustNotInclude(containers: readonly { name: string; added: readonly AddedCapability[] }[]): string {
  const names = containers.map(({ name }) => name);
  const capabilities = sortedSet(containers.flatMap(({ added }) => added.map(({ value }) => value)));
  return `${containersPhrase(names)} must not include ${quoteList(capabilities)} in securityContext.capabilities.add`;
}
