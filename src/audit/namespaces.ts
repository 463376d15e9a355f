import { MODES } from "../api/mode.ts";
import { cutText, quote } from "../api/words/quoted.ts";
import {
  BUILTIN_POLICY,
  POLICY_LABELS,
  resolvePolicy,
  type LabelResolution,
  type ResolvedPolicy,
} from "../admission/labels.ts";
import { LATEST } from "../policy/version.ts";
import type { NamespaceObject } from "../workloads/object.ts";
import type { NamespaceReport, Note, PolicyPart } from "../report/report.ts";

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

/** Whether two Namespaces have the same pod-security labels. */
export function hasSamePolicy(a: NamespaceObject, b: NamespaceObject): boolean {
  return POLICY_LABELS.every((label) => a.labels[label] === b.labels[label]);
}

/** Converts a policy to the form of a report. */
export function partsOf({ enforce, audit, warn }: ResolvedPolicy): NamespaceReport["policy"] {
  return { enforce: partOf(enforce), audit: partOf(audit), warn: partOf(warn) };
}

/** The fields of a namespace's report that its labels result in. */
export function reportedLabels({
  policy,
  errors,
  isLabelled,
}: LabelResolution): Pick<NamespaceReport, "labelled" | "labelErrors" | "policy"> {
  return { labelled: isLabelled, labelErrors: errors, policy: partsOf(policy) };
}

function partOf({ level, version, from }: ResolvedPolicy["warn"]): PolicyPart {
  return { level, version: version.text, from };
}

/**
 * A note on a namespace that pins a version newer than its server.
 *
 * @param maxMinor the newest minor of the server
 * @returns undefined if no mode does
 */
export function newerPinNote(name: string, policy: NamespaceReport["policy"], maxMinor: number): Note | undefined {
  const newer = MODES.filter((mode) => minorOf(policy[mode].version) > maxMinor);
  if (newer.length === 0) return undefined;
  const pins = newer.map((mode) => `${mode}=${policy[mode].level}:${policy[mode].version}`).join(" ");
  const message = `namespace ${quote(name)} pins ${pins}, newer than the server: judged as v1.${maxMinor}`;
  return { severity: "info", code: "newer-version", message: cutText(message), source: null };
}

function minorOf(version: string): number {
  return version === "latest" ? 0 : Number(version.slice("v1.".length));
}
