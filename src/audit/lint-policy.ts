import { BUILTIN_POLICY, resolvePolicy, type LabelResolution, type ResolvedPolicy } from "../admission/labels.ts";
import { LATEST } from "../policy/version.ts";
import type { NamespaceObject } from "../workloads/object.ts";

/** The policy in force in a namespace, according to the inputs. */
export interface NamespacePolicy extends LabelResolution {
  /** Whether the policy is ASSUMED_POLICY, because no input contains the policy in force. */
  readonly isAssumed: boolean;
}

const BASELINE = { level: "baseline", version: LATEST, from: "builtin" } as const;
const RESTRICTED = { level: "restricted", version: LATEST, from: "builtin" } as const;

/**
 * The policy of a lint without labels of the Namespace and without a configuration. The API server's own default allows everything, and a lint that
 * allows everything is useless.
 */
const ASSUMED_POLICY: ResolvedPolicy = { enforce: BASELINE, audit: RESTRICTED, warn: RESTRICTED };

/**
 * The policy of a namespace: from its labels if it is in the inputs and has any, otherwise from the configuration's defaults, otherwise
 * ASSUMED_POLICY.
 */
export function policyOf(
  namespace: NamespaceObject | undefined,
  defaults: ResolvedPolicy | undefined,
): NamespacePolicy {
  const resolved = resolvePolicy(namespace?.labels ?? {}, defaults ?? BUILTIN_POLICY);
  if (resolved.isLabelled || defaults !== undefined) return { ...resolved, isAssumed: false };
  return { ...resolved, policy: ASSUMED_POLICY, isAssumed: true };
}
