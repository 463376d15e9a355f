import { BUILTIN_POLICY, resolvePolicy, type LabelResolution, type ResolvedPolicy } from "../admission/labels.ts";
import { LATEST } from "../policy/version.ts";
import type { NamespaceObject } from "../workloads/object.ts";

/** The policy in force in a namespace, as far as the inputs tell. */
export interface NamespacePolicy extends LabelResolution {
  /** Whether the policy is ASSUMED_POLICY, since no input tells which policy is in force. */
  readonly assumed: boolean;
}

const BASELINE = { level: "baseline", version: LATEST, from: "builtin" } as const;
const RESTRICTED = { level: "restricted", version: LATEST, from: "builtin" } as const;

/**
 * The policy of a lint where neither the labels of a Namespace nor a configuration tell. The API server's own default allows everything, and a lint
 * that passes everything is of no use.
 */
const ASSUMED_POLICY: ResolvedPolicy = { enforce: BASELINE, audit: RESTRICTED, warn: RESTRICTED };

/**
 * The policy of a namespace: its labels where it is among the inputs and has any, else the configuration's defaults, else what is
 * assumed.
 */
export function policyOf(
  namespace: NamespaceObject | undefined,
  defaults: ResolvedPolicy | undefined,
): NamespacePolicy {
  const resolved = resolvePolicy(namespace?.labels ?? {}, defaults ?? BUILTIN_POLICY);
  if (resolved.labelled || defaults !== undefined) return { ...resolved, assumed: false };
  return { ...resolved, policy: ASSUMED_POLICY, assumed: true };
}
