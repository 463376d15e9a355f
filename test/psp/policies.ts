import type { PodSecurityPolicy, PolicySpec } from "../../src/psp/policy.ts";

const ANY = { rule: "RunAsAny" };
const SECCOMP = "seccomp.security.alpha.kubernetes.io/allowedProfileNames";
const APPARMOR = "apparmor.security.beta.kubernetes.io/allowedProfileNames";

/** A policy with exactly the rules of restricted. */
export const STRICT: PodSecurityPolicy = {
  metadata: { name: "strict", annotations: { [SECCOMP]: "runtime/default", [APPARMOR]: "runtime/default" } },
  spec: {
    allowPrivilegeEscalation: false,
    requiredDropCapabilities: ["ALL"],
    volumes: ["secret"],
    runAsUser: { rule: "MustRunAsNonRoot" },
    seLinux: { rule: "MustRunAs", seLinuxOptions: { level: "s0:c1,c2" } },
    supplementalGroups: ANY,
    fsGroup: ANY,
  },
};

/** The strict policy with other fields and annotations; an undefined annotation is absent. */
export function strictBut(
  spec: PolicySpec,
  annotations: Readonly<Record<string, string | undefined>> = {},
): PodSecurityPolicy {
  const all = Object.entries({ ...STRICT.metadata.annotations, ...annotations });
  const set = all.filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { metadata: { name: "a", annotations: Object.fromEntries(set) }, spec: { ...STRICT.spec, ...spec } };
}
