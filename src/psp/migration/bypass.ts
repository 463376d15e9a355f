import { isRecord } from "../../api/record.ts";
import { annotationOf, SECCOMP_ALLOWED, type PodSecurityPolicy } from "../policy.ts";
import type { Grants } from "./grants.ts";

/** The policy that allows everything, with the role and the bindings of the same name. */
export interface Bypass {
  readonly name: string;
  readonly policy: object;
  /** Whether the cluster has the policy. */
  readonly hasPolicy: boolean;
  /** Whether the cluster has the role. */
  readonly hasRole: boolean;
  /** The namespaces that have the binding. */
  readonly bound: ReadonlySet<string>;
}

const ANY = { rule: "RunAsAny" };
const PROFILES = "*";
const SPEC = {
  privileged: true,
  allowPrivilegeEscalation: true,
  allowedCapabilities: ["*"],
  allowedUnsafeSysctls: ["*"],
  allowedProcMountTypes: ["Default", "Unmasked"],
  volumes: ["*"],
  hostNetwork: true,
  hostPorts: [{ min: 0, max: 65535 }],
  hostIPC: true,
  hostPID: true,
  runAsUser: ANY,
  seLinux: ANY,
  supplementalGroups: ANY,
  fsGroup: ANY,
};

/**
 * Finds the policy that allows everything: the one of an earlier run, or a new one with a name that no policy, role or binding has. A policy of an
 * earlier run counts only if its fields, its role and its bindings are the ones that the steps create.
 */
export function bypassOf(policies: ReadonlyMap<string, PodSecurityPolicy>, grants: Grants): Bypass {
  for (let count = 1; ; count++) {
    const name = count === 1 ? "psp-bypass" : `psp-bypass-${count}`;
    const found = policies.get(name);
    const access = grants.named(name);
    const isReused = found !== undefined && isBypass(found) && access.isOnlyFor;
    const isFree = found === undefined && !access.isTaken;
    if (isReused || isFree)
      return { name, policy: bypassPolicy(name), hasPolicy: isReused, hasRole: access.hasRole, bound: access.bound };
  }
}

function bypassPolicy(name: string): object {
  return {
    apiVersion: "policy/v1beta1",
    kind: "PodSecurityPolicy",
    metadata: { name, annotations: { [SECCOMP_ALLOWED]: PROFILES } },
    spec: SPEC,
  };
}

function isBypass(policy: PodSecurityPolicy): boolean {
  return annotationOf(policy, SECCOMP_ALLOWED) === PROFILES && sortedText(policy.spec) === sortedText(SPEC);
}

/** The JSON of a value, with sorted keys. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    isRecord(part) && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
