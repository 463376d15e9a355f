import {
  BUILTIN_POLICY,
  defaultsOn,
  resolvePolicy,
  type LabelResolution,
  type ResolvedPolicy,
} from "../admission/labels.ts";
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
 *
 * @param serverMinor the minor of the API server, which decides what the labels mean
 */
export function policyOf(
  namespace: Pick<NamespaceObject, "labels"> | undefined,
  defaults: ResolvedPolicy | undefined,
  serverMinor: number,
): NamespacePolicy {
  const resolved = resolvePolicy(namespace?.labels ?? {}, defaultsOn(serverMinor, defaults ?? BUILTIN_POLICY));
  if (resolved.isLabelled || defaults !== undefined) return { ...resolved, isAssumed: false };
  return { ...resolved, policy: ASSUMED_POLICY, isAssumed: true };
}
