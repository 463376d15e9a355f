import { MODES } from "../api/mode.ts";
import {
  BUILTIN_POLICY,
  POLICY_LABELS,
  resolvePolicy,
  type LabelResolution,
  type ResolvedPolicy,
} from "../admission/labels.ts";
import { LATEST } from "../policy/version.ts";
import type { NamespaceObject } from "../workloads/object.ts";
import type { NamespaceReport, PolicyPart } from "../report/report.ts";

/** The policy in force in a namespace, as far as the inputs tell. */
export interface NamespacePolicy extends LabelResolution {
  /** Whether nothing among the inputs says what is in force, so that ASSUMED_POLICY is. */
  readonly assumed: boolean;
}

const BASELINE = { level: "baseline", version: LATEST, from: "builtin" } as const;
const RESTRICTED = { level: "restricted", version: LATEST, from: "builtin" } as const;

/**
 * What lint judges by where neither a Namespace's labels nor a configuration tell: the API server's own default allows everything,
 * and a lint that passes everything is of no use.
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

/** Whether two Namespaces have the same pod-security labels. */
export function hasSamePolicy(a: NamespaceObject, b: NamespaceObject): boolean {
  return POLICY_LABELS.every((label) => a.labels[label] === b.labels[label]);
}

/** A policy as a report has it. */
export function partsOf({ enforce, audit, warn }: ResolvedPolicy): NamespaceReport["policy"] {
  return { enforce: partOf(enforce), audit: partOf(audit), warn: partOf(warn) };
}

function partOf({ level, version, from }: ResolvedPolicy["warn"]): PolicyPart {
  return { level, version: version.text, from };
}

/** `enforce=baseline:v1.99`: the modes whose version is newer than v1.`maxMinor`. */
export function pinsAfter(maxMinor: number, policy: NamespaceReport["policy"]): string {
  const newer = MODES.filter((mode) => minorOf(policy[mode].version) > maxMinor);
  return newer.map((mode) => `${mode}=${policy[mode].level}:${policy[mode].version}`).join(" ");
}

function minorOf(version: string): number {
  return version === "latest" ? 0 : Number(version.slice("v1.".length));
}
