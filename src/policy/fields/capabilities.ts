/**
 * The part of the rule on capabilities that the baseline and the restricted check share: the capabilities that a
 * container adds. Upstream has it in both, policy/check_capabilities_baseline.go and check_capabilities_restricted.go
 * of k8s.io/pod-security-admission v0.37.2.
 */
import type { FieldChange } from "../../api/checks/field-change.ts";
import type { FieldPath } from "../../api/field-path.ts";
import { instructInContainers } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { VisitedContainer } from "../pod-view.ts";
import { CONTAINERS, VALUES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";

/** The clause about containers that add forbidden capabilities. */
export const MUST_NOT_INCLUDE = phrase`${CONTAINERS} must not include ${VALUES} in securityContext.capabilities.add`;

/** A capability that a container adds, exactly as written, and its path. */
export interface AddedCapability {
  readonly value: string;
  readonly path: FieldPath;
}

/**
 * The capabilities that a container adds and `allowed` does not contain, in manifest order. Upper and lower case, and a
 * prefix `CAP_`, make a difference.
 */
export function addedBeyond(allowed: readonly string[], { container, path }: VisitedContainer): AddedCapability[] {
  return (container.securityContext?.capabilities?.add ?? [])
    .map((value, index) => ({ value, path: [...path, "securityContext", "capabilities", "add", index] }))
    .filter(({ value }) => !allowed.includes(value));
}

/**
 * Formats the clause about containers that add forbidden capabilities: their names in the order of the visit, and the
 * distinct capabilities.
 */
export function mustNotInclude(containers: readonly { name: string; added: readonly AddedCapability[] }[]): string {
  const names = containers.map(({ name }) => name);
  const capabilities = sortedSet(containers.flatMap(({ added }) => added.map(({ value }) => value)));
  return MUST_NOT_INCLUDE.write([names, capabilities]);
}

/** Says which capabilities containers must not add. A container adds at least one of them. */
export function removeCapabilities(names: readonly string[], capabilities: readonly string[]): FieldChange[] {
  const field = "securityContext.capabilities.add";
  return instructInContainers(names, field, `remove ${capabilities.join(", ")} from ${field}`);
}
